import { app, session, type Session, type WebContents } from 'electron';
import { developmentServer, isOwnAddress, originOf } from './page-address';

/** Switches off what Chromium would fetch by itself. Call before the app is ready. */
export function hardenApp(): void {
  // Chromium has no sandbox for the system's administrator: whoever starts the app so switches it off by hand.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
}

/** Denies permissions, devices and the network to every page. Call when the app is ready, before any window. */
export function hardenSession(hardened: Session = session.defaultSession): void {
  hardened.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  hardened.setPermissionCheckHandler(() => false);
  hardened.setDevicePermissionHandler(() => false);
  hardened.setSpellCheckerEnabled(false);
  hardened.on('will-download', (event) => event.preventDefault());
  hardened.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !mayRequest(details.url) }));
}

const localSchemes = new Set(['data:', 'blob:', 'devtools:']);

function mayRequest(address: string): boolean {
  return isOwnAddress(address) || isDevelopmentSocket(address) || localSchemes.has(new URL(address).protocol);
}

/** The development server pushes its changes over a web socket. */
function isDevelopmentSocket(address: string): boolean {
  const server = developmentServer();
  return server !== undefined && originOf(address) === originOf(server)?.replace(/^http/, 'ws');
}

/** One page, no other window, no frame from elsewhere. */
function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
}
