import { none } from './record';

/** 0: the end that opened a connection; 1: the end that was asked. */
export type End = 0 | 1;

/** The end across from one. */
export function otherEnd(end: End): End {
  return end === 0 ? 1 : 0;
}

/** One end of a connection, as its packets name it. */
export interface ConnectionEnd {
  /** The device that has the address, by its index; NONE: no device of the lab (a forged source, a far network). */
  readonly device: number;
  readonly address: number;
  readonly port: number;
}

/** One connection: who opened it to whom, and what they speak. A flow of plain UDP is one too. */
export interface ConnectionRow {
  readonly protocol: 'tcp' | 'quic' | 'udp';
  /** The opener, then who was asked: as they were when it was opened (a QUIC client may move later). */
  readonly ends: readonly [ConnectionEnd, ConnectionEnd];
  /**
   * What is spoken over it, by its name in the registry of applications (`src/wire/applications/list.ts`). `http`: HTTP
   * in the version that TLS's ALPN agrees on (RFC 7301), HTTP/1.1 in the clear. '': nothing was said.
   */
  readonly application: string;
  /**
   * The row of the leg before this one, where a device in between translates addresses or speaks for the opener; always
   * an earlier row. Ends 0 of both legs lie towards the same opener. NONE: there is no such device.
   */
  readonly via: number;
}

/** What a connection's row leaves unsaid: what most connections of a protocol carry, and no leg before them. */
export const usualApplications = { tcp: 'http', quic: 'http', udp: 'rtp' } as const satisfies Record<
  ConnectionRow['protocol'],
  string
>;

/** A row; the application is the protocol's usual one, and there is no leg before it, where nothing else is said. */
export function connectionRow(
  protocol: ConnectionRow['protocol'],
  opener: ConnectionEnd,
  asked: ConnectionEnd,
  { application, via = none }: { readonly application?: string; readonly via?: number } = {},
): ConnectionRow {
  return { protocol, ends: [opener, asked], application: application ?? usualApplications[protocol], via };
}
