import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { appOrigin } from '../../shared/messages/ipc';
import { assetPath, contentTypeOf } from './asset-path';
import { contentSecurityPolicy } from './content-security-policy';

/** Makes the app's scheme a standard, secure one, so that its page has an origin. Call before the app is ready. */
export function registerAppScheme(): void {
  const scheme = new URL(appOrigin).protocol.slice(0, -1);
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the files of a folder, and only those, under the app's scheme. Call when the app is ready. */
export function serveApp(folder: string): void {
  protocol.handle(new URL(appOrigin).protocol.slice(0, -1), (request) => serve(folder, request));
}

async function serve(folder: string, request: Request): Promise<Response> {
  if (request.method !== 'GET') return refusal(405);
  const file = assetPath(folder, appOrigin, request.url);
  if (file === undefined) return refusal(404);
  try {
    const headers = {
      'Content-Type': contentTypeOf(file),
      'Content-Security-Policy': contentSecurityPolicy,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    };
    return new Response(new Uint8Array(await readFile(file)), { headers });
  } catch {
    return refusal(404);
  }
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'Content-Security-Policy': contentSecurityPolicy } });
}
