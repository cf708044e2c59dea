import type { DissectedField, DissectedLayer } from '../../../shared/dissection';
import { TcpFlag, tcpFlagNames, tcpHeaderBytes } from '../../../shared/trace/packet';
import type { DecodedTcp } from '../../../wire/tcp';
import {
  bitField,
  checksumNote,
  countOf,
  field,
  flagField,
  grouped,
  hexadecimal,
} from '../../../wire/dissection/field';
import { dissectTcpOptions } from './tcp-options';

/** What a segment's bytes alone do not tell. */
export interface TcpContext {
  /** Counted from the connection's initial sequence number. */
  readonly relativeSequence: number;
  readonly relativeAcknowledgement: number;
  /** Shift of the window field; undefined: not known. */
  readonly windowShift: number | undefined;
}

/** RFC 9293 section 3.1, most significant bit first. */
const controlBits = ['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'] as const;

/** The TCP header that begins `base` bytes into the frame; `expected` is what its Checksum should be. */
export function dissectTcp(
  segment: DecodedTcp,
  expected: number,
  base: number,
  context: TcpContext | undefined,
): DissectedLayer {
  const { header, headerBytes } = segment;
  return {
    name: 'Transmission Control Protocol',
    layer: 4,
    summary: summarise(segment, context),
    offset: base,
    length: headerBytes,
    fields: [
      field('Source Port', header.sourcePort, base, 2),
      field('Destination Port', header.destinationPort, base + 2, 2),
      field('Sequence Number', header.sequence, base + 4, 4, sequenceNote(segment, context)),
      field(
        'Acknowledgment Number',
        header.acknowledgement,
        base + 8,
        4,
        acknowledgementNote(segment, context),
      ),
      bitField('Data Offset', headerBytes / 4, base + 12, 1, [0, 4], { note: countOf(headerBytes, 'byte') }),
      bitField('Reserved', header.reserved, base + 12, 1, [4, 4]),
      controlField(header.flags, base + 13),
      field('Window', header.window, base + 14, 2, windowNote(header.window, context)),
      field('Checksum', hexadecimal(segment.checksum, 4), base + 16, 2, {
        note: checksumNote(segment.checksum, expected),
      }),
      field('Urgent Pointer', header.urgentPointer, base + 18, 2),
      ...optionsField(segment, base, context),
    ],
  };
}

function summarise({ header, payload }: DecodedTcp, context: TcpContext | undefined): string {
  const sequence = context ? grouped(context.relativeSequence) : String(header.sequence);
  const acknowledgement = context ? grouped(context.relativeAcknowledgement) : String(header.acknowledgement);
  const parts = [
    `${header.sourcePort} → ${header.destinationPort} [${tcpFlagNames(header.flags).join(', ')}]`,
    `Seq ${sequence}`,
    ...(header.flags & TcpFlag.ack ? [`Ack ${acknowledgement}`] : []),
    `Len ${grouped(payload.length)}`,
  ];
  return parts.join(', ').replace('], ', '] ');
}

function sequenceNote({ header, payload }: DecodedTcp, context: TcpContext | undefined): { note?: string } {
  if (!context) return {};
  const first = context.relativeSequence;
  const ahead = header.flags & TcpFlag.syn ? 0 : 1;
  const bytes = payload.length
    ? `; ${countOf(payload.length, 'byte')} from stream offset ${grouped(first - ahead)}`
    : '';
  return { note: `relative ${grouped(first)}${bytes}` };
}

function acknowledgementNote({ header }: DecodedTcp, context: TcpContext | undefined): { note?: string } {
  // RFC 9293 section 3.1: only with ACK set does the field hold the next sequence number expected.
  if (!(header.flags & TcpFlag.ack)) return { note: 'not in use: ACK is not set' };
  return context ? { note: `relative ${grouped(context.relativeAcknowledgement)}` } : {};
}

function windowNote(window: number, context: TcpContext | undefined): { note?: string } {
  if (!context) return {};
  if (context.windowShift === undefined) return { note: 'scale not known' };
  if (context.windowShift === 0) return { note: `${countOf(window, 'byte')}, not scaled` };
  const bytes = window * 2 ** context.windowShift;
  return { note: `${countOf(bytes, 'byte')}, scaled by 2^${context.windowShift}` };
}

function controlField(flags: number, at: number): DissectedField {
  return field('Control Bits', hexadecimal(flags, 2), at, 1, {
    note: tcpFlagNames(flags).join(', '),
    children: controlBits.map((name, bit) => flagField(name, (flags & (0x80 >> bit)) !== 0, at, 1, bit)),
  });
}

function optionsField(segment: DecodedTcp, base: number, context: TcpContext | undefined): DissectedField[] {
  const length = segment.headerBytes - tcpHeaderBytes;
  if (length === 0) return [];
  const { acknowledgement } = segment.header;
  // What SACK reports is in the space that the acknowledgement number counts in.
  const base32 = context && acknowledgement - context.relativeAcknowledgement;
  const children = dissectTcpOptions(segment, base, base32);
  return [field('Options', countOf(length, 'byte'), base + tcpHeaderBytes, length, { children })];
}
