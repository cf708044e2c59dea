import { app } from 'electron';
import { appOrigin } from '../../shared/messages/ipc';

/** The development server's address; undefined in a build, and always when packaged. */
export function developmentServer(): string | undefined {
  const address = process.env['ELECTRON_RENDERER_URL'];
  return !app.isPackaged && address ? address : undefined;
}

/** The address of the window's page. */
export function pageAddress(): string {
  return developmentServer() ?? `${appOrigin}/`;
}

/** Scheme and host of an address; undefined where it is none. (URL.origin is `null` for schemes of one's own.) */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return `${url.protocol}//${url.host}`;
}

/** Whether an address belongs to the window's page. */
export function isOwnAddress(address: string): boolean {
  return originOf(address) === originOf(pageAddress());
}
