import type { LoggedSecret } from './session';

function hexadecimalOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Secrets as lines of a key log, which analysers read: label, client random, secret (draft-ietf-tls-keylogfile section 2). */
export function keyLog(secrets: readonly LoggedSecret[]): string {
  return secrets
    .map(
      ({ label, clientRandom, secret }) =>
        `${label} ${hexadecimalOf(clientRandom)} ${hexadecimalOf(secret)}\n`,
    )
    .join('');
}
