import type { DissectedField } from '../../dissection/layer';
import type { Decoded } from '../../encoding/decoded';
import { http3FrameNames, Http3FrameType, http3SettingNames } from '../../http3/constants';
import { decodeHttp3Frame, type Http3FrameHeader, type PlacedHttp3Frame } from '../../http3/decode';
import type { Http3Frame } from '../../http3/frame';
import type { QpackSection } from '../../qpack/decoder';
import { varintLength } from '../../encoding/varint';
import { countOf, field, grouped, hexadecimal, malformedField } from '../../dissection/field';
import { messageLine, qpackFields } from '../http/field-lines';

/** A frame's fields by RFC 9114 section 7, and what it is in a line. */
export interface Http3FrameView {
  readonly summary: string;
  readonly fields: readonly DissectedField[];
}

/**
 * `stream`: the number of the stream that it is on; `bytes`: the whole HTTP/3 frame (of a DATA frame, its head is enough:
 * a body may be larger than memory), `at` bytes into the frame on the wire; `section`: its fields, if it has any.
 */
export function viewHttp3Frame(
  stream: number,
  header: Http3FrameHeader,
  bytes: Uint8Array,
  at: number,
  section: Decoded<QpackSection> | undefined,
): Http3FrameView {
  const { type, length, typeBytes, headerBytes } = header;
  const name = http3FrameNames[type] ?? `frame of type ${hexadecimal(type, 2)}`;
  // A control stream says by itself whose it is.
  const title = stream & 2 ? name : `${name}, stream ${stream}`;
  const head = [
    field('Type', name, at, typeBytes, { note: hexadecimal(type, 2) }),
    field('Length', grouped(length), at + typeBytes, headerBytes - typeBytes, { note: 'of the payload' }),
  ];
  if (type === Http3FrameType.data) {
    const size = countOf(length, 'byte');
    return { summary: `${title}: ${size}`, fields: [...head, field('Data', size, at + headerBytes, length)] };
  }
  const decoded = decodeHttp3Frame(bytes);
  if (!decoded.ok)
    return {
      summary: `${title}: malformed: ${decoded.error.what}`,
      fields: [...head, malformedField(decoded.error, at, bytes.length)],
    };
  const said = frameLine(decoded.value.frame, section);
  return {
    summary: said ? `${title}: ${said}` : title,
    fields: [...head, ...payloadFields(decoded.value, at, section)],
  };
}

function frameLine(frame: Http3Frame, section: Decoded<QpackSection> | undefined): string {
  switch (frame.type) {
    case 'HEADERS':
    case 'PUSH_PROMISE':
      if (!section) return '';
      return section.ok ? messageLine(section.value.fields) : `malformed: ${section.error.what}`;
    case 'SETTINGS':
      return countOf(frame.settings.length, 'setting');
    case 'GOAWAY':
      return `identifier ${frame.identifier}`;
    case 'PRIORITY_UPDATE':
      return `${frame.prioritizes} ${frame.identifier}: ${frame.value}`;
    default:
      return '';
  }
}

function payloadFields(
  { frame, header }: PlacedHttp3Frame,
  at: number,
  section: Decoded<QpackSection> | undefined,
): DissectedField[] {
  const from = at + header.headerBytes;
  switch (frame.type) {
    case 'DATA':
      // Its caller tells of it without its bytes.
      return [];
    case 'HEADERS':
      return sectionField(frame.section, from, section);
    case 'PUSH_PROMISE': {
      const bytes = varintLength(frame.push);
      return [
        field('Push ID', frame.push, from, bytes),
        ...sectionField(frame.section, from + bytes, section),
      ];
    }
    case 'SETTINGS':
      return settingsFields(frame, from);
    case 'GOAWAY':
      return [field('Stream ID/Push ID', frame.identifier, from, header.length)];
    case 'CANCEL_PUSH':
    case 'MAX_PUSH_ID':
      return [field('Push ID', frame.push, from, header.length)];
    case 'PRIORITY_UPDATE': {
      const bytes = header.length - frame.value.length;
      return [
        field('Prioritized Element ID', frame.identifier, from, bytes),
        field('Priority Field Value', frame.value, from + bytes, frame.value.length),
      ];
    }
    case 'unknown':
      return frame.payload.length > 0
        ? [field('Payload', countOf(frame.payload.length, 'byte'), from, frame.payload.length)]
        : [];
  }
}

function sectionField(
  bytes: Uint8Array,
  at: number,
  section: Decoded<QpackSection> | undefined,
): DissectedField[] {
  const name = 'Encoded Field Section';
  const value = countOf(bytes.length, 'byte');
  if (!section) return [field(name, value, at, bytes.length)];
  if (!section.ok)
    return [
      field(name, value, at, bytes.length, { children: [malformedField(section.error, at, bytes.length)] }),
    ];
  const { prefixBytes, requiredInsertCount, base, fields } = section.value;
  const prefix = field(
    'Encoded Field Section Prefix',
    `Required Insert Count ${requiredInsertCount}, Base ${base}`,
    at,
    prefixBytes,
  );
  const children = [prefix, ...qpackFields(fields, at)];
  return [field(name, value, at, bytes.length, { note: 'QPACK', children })];
}

function settingsFields(frame: Extract<Http3Frame, { type: 'SETTINGS' }>, from: number): DissectedField[] {
  let at = from;
  return frame.settings.map(({ identifier, value }) => {
    const name = http3SettingNames[identifier] ?? `setting ${hexadecimal(identifier, 2)}`;
    const lengths = [varintLength(identifier), varintLength(value)] as const;
    const start = at;
    at += lengths[0] + lengths[1];
    return field(name, grouped(value), start, lengths[0] + lengths[1], {
      children: [
        field('Identifier', hexadecimal(identifier, 2), start, lengths[0], { note: name }),
        field('Value', value, start + lengths[0], lengths[1]),
      ],
    });
  });
}
