import { app, dialog, type BrowserWindow } from 'electron';

/** Offers to load the page again when its process has ended. */
export function offerReload(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    void offer(window, 'The window’s page has ended.', `Reason: ${reason} (exit code ${exitCode}).`);
  });
}

async function offer(window: BrowserWindow, message: string, detail: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message,
    detail: `${detail} What was not saved is lost.`,
    buttons: ['Load Again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) window.webContents.reload();
  else app.exit(1);
}
