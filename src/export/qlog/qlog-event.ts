/** An event of a qlog trace (draft-ietf-quic-qlog-main-schema-14 section 7). */
export interface QlogEvent {
  /** Milliseconds since virtual time 0. */
  readonly time: number;
  /** Namespace and type: `quic:packet_sent`. */
  readonly name: string;
  readonly data: QlogData;
}

export type QlogData = Readonly<Record<string, unknown>>;

/** A size as qlog tells it: of the whole, and of what is inside. */
export function rawInfo(length: number, payloadLength?: number): QlogData {
  return payloadLength === undefined ? { length } : { length, payload_length: payloadLength };
}

/** Bytes in hexadecimal, as qlog writes ids. */
export function hexString(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Nanoseconds as milliseconds. */
export function milliseconds(nanoseconds: number): number {
  return nanoseconds / 1e6;
}
