import { BrowserWindow, app, nativeTheme, screen } from 'electron';
import { places } from '../files/places';
import { pageAddress } from '../security/page-address';
import type { StateFile } from '../files/state-file';
import { minimumSize, placeWindow, type WindowState } from './window-bounds';

/** What shows before the page has painted: the window's lowest surface in each theme. */
const backgrounds = { light: '#f3f5f8', dark: '#0d1015' } as const;

/** The background of a window in the theme in effect. */
export function windowBackground(): string {
  return nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light;
}

/** Opens the window where it was last, and remembers where it goes. It shows once there is something to see. */
export function openMainWindow(state: StateFile<WindowState>): BrowserWindow {
  const { bounds, maximised } = state.read();
  const window = new BrowserWindow({
    ...placeWindow(
      bounds,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: app.name,
    icon: places.icon,
    backgroundColor: windowBackground(),
    webPreferences: {
      preload: places.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (maximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  // The title is main's: the name of the lab and whether it has unsaved edits.
  window.on('page-title-updated', (event) => event.preventDefault());
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(windowBackground());
  });
  rememberPlace(window, state);
  void window.loadURL(pageAddress());
  return window;
}

/** Dragging an edge tells of every pixel: the place is written when it has stayed for a moment. */
const quietMilliseconds = 500;

function rememberPlace(window: BrowserWindow, state: StateFile<WindowState>): void {
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    state.write({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
  };
  const writeSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(write, quietMilliseconds);
  };
  window.on('resize', writeSoon);
  window.on('move', writeSoon);
  window.on('close', write);
  window.on('closed', () => clearTimeout(timer));
}
