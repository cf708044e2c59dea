import { TlsDirection } from '../../../shared/trace/kinds/tls';
import type { Sentences } from './telling';

/** How TLS came out, by the session of `tls.established`. */
const outcomes = ['full handshake', 'resumed', 'resumed, early data taken', 'resumed, early data refused'];

/** What TLS does at an end of a connection. */
export const tlsSentences = {
  tlsMessage: ({ device, values: { direction }, words: { message, epoch } }) =>
    `${device} ${direction === TlsDirection.received ? 'receives' : 'sends'} ${message} (${epoch})`,
  tlsEstablished: ({ device, values: { session }, words: { version } }) =>
    `${version} is established at ${device}: ${outcomes[session] ?? 'in a way unknown'}`,
} satisfies Sentences;
