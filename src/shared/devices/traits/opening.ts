import * as v from 'valibot';
import { ClientTlsSchema } from '../../protocols/protocol-settings';
import { nanosecondsOf } from '../../schema/quantities';

/** The trait of those at which workloads start. */
export interface OpeningParameters {
  /** Processor time until the second flight of a TLS handshake is made, nanoseconds. */
  readonly handshakeTime: number;
}

export const openingSettings = { tls: v.optional(ClientTlsSchema) };

/** An opener's numbers. */
export function resolveOpening(settings: {
  readonly tls?: v.InferOutput<typeof ClientTlsSchema> | undefined;
}): OpeningParameters {
  return { handshakeTime: nanosecondsOf(settings.tls?.handshakeTime, '0s') };
}
