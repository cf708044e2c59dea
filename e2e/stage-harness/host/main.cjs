// The smallest Electron app that shows the stage alone: a window of a given size on the harness page.
const { app, BrowserWindow } = require('electron');

const [page, hash, width, height] = process.argv.slice(-4);

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: Number(width),
    height: Number(height),
    useContentSize: true,
    frame: false,
    webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
  });
  return window.loadFile(page, { hash });
});
app.on('window-all-closed', () => app.quit());
