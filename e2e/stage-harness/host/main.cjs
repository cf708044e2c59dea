// The smallest Electron app that shows the stage alone: a window of a given size on the harness page.
const { app, BrowserWindow } = require('electron');

const [page, width, height] = process.argv.slice(-3);

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: Number(width),
    height: Number(height),
    useContentSize: true,
    frame: false,
    webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
  });
  return window.loadFile(page);
});
app.on('window-all-closed', () => app.quit());
