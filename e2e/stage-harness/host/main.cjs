// The smallest Electron app that shows the stage alone: a window of a given size on a page,
// a file's for tests and benches, or a development server's to work in.
const { app, BrowserWindow } = require('electron');

const [page, hash, width, height] = process.argv.slice(-4);
const isServed = page.startsWith('http:');

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: Number(width),
    height: Number(height),
    useContentSize: true,
    frame: isServed,
    webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
  });
  return isServed ? window.loadURL(page) : window.loadFile(page, { hash });
});
app.on('window-all-closed', () => app.quit());
