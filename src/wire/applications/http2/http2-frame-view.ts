import type { DissectedField } from '../../dissection/layer';
import {
  http2ErrorNames,
  Http2Flag,
  http2FrameHeaderBytes,
  http2FrameNames,
  Http2FrameType,
  http2LargestFrameSize,
  http2SettingNames,
} from '../../http2/constants';
import { decodeHttp2Frame } from '../../http2/decode';
import type { Http2Frame, Http2StreamDependency } from '../../http2/frame';
import type { BlockPart, StreamFrame } from '../../http2/stream-frames';
import {
  bitField,
  countOf,
  field,
  flagField,
  grouped,
  hexadecimal,
  malformedField,
} from '../../dissection/field';
import { hpackFields, messageLine } from '../http/field-lines';

/** A frame's fields by RFC 9113 section 4.1 and 6, `at` bytes into the frame on the wire, and what it is in a line. */
export interface Http2FrameView {
  readonly summary: string;
  readonly fields: readonly DissectedField[];
}

/** `bytes`: the whole HTTP/2 frame. */
export function viewHttp2Frame(found: StreamFrame, bytes: Uint8Array, at: number): Http2FrameView {
  const { header, part } = found;
  const name = http2FrameNames[header.type] ?? `frame of type ${hexadecimal(header.type, 2)}`;
  const decoded = decodeHttp2Frame(bytes, 0, http2LargestFrameSize);
  const place = header.stream === 0 ? '' : `, stream ${header.stream}`;
  if (!decoded.ok)
    return {
      summary: `${name}${place}: malformed: ${decoded.error.what}`,
      fields: [...headerFields(found, at), malformedField(decoded.error, at, bytes.length)],
    };
  const { frame } = decoded.value;
  const said = frameLine(frame, part);
  return {
    summary: `${name}${place}${said ? `: ${said}` : ''}`,
    fields: [...headerFields(found, at), ...payloadFields(frame, part, at)],
  };
}

/** Flags by type, most significant bit first: RFC 9113 section 6. */
const flagsOf: Readonly<Record<number, readonly (readonly [bit: number, name: string])[]>> = {
  [Http2FrameType.data]: [
    [Http2Flag.padded, 'PADDED'],
    [Http2Flag.endStream, 'END_STREAM'],
  ],
  [Http2FrameType.headers]: [
    [Http2Flag.priority, 'PRIORITY'],
    [Http2Flag.padded, 'PADDED'],
    [Http2Flag.endHeaders, 'END_HEADERS'],
    [Http2Flag.endStream, 'END_STREAM'],
  ],
  [Http2FrameType.settings]: [[Http2Flag.ack, 'ACK']],
  [Http2FrameType.pushPromise]: [
    [Http2Flag.padded, 'PADDED'],
    [Http2Flag.endHeaders, 'END_HEADERS'],
  ],
  [Http2FrameType.ping]: [[Http2Flag.ack, 'ACK']],
  [Http2FrameType.continuation]: [[Http2Flag.endHeaders, 'END_HEADERS']],
};

function headerFields({ header }: StreamFrame, at: number): DissectedField[] {
  const { length, type, flags, stream } = header;
  const known = flagsOf[type] ?? [];
  const set = known.filter(([bit]) => flags & bit).map(([, name]) => name);
  return [
    field('Length', length, at, 3, { note: 'of the payload' }),
    field('Type', http2FrameNames[type] ?? hexadecimal(type, 2), at + 3, 1),
    field('Flags', hexadecimal(flags, 2), at + 4, 1, {
      ...(set.length > 0 ? { note: set.join(', ') } : {}),
      children: known.map(([bit, name]) =>
        flagField(name, (flags & bit) !== 0, at + 4, 1, 7 - Math.log2(bit)),
      ),
    }),
    bitField('Reserved', 0, at + 5, 4, [0, 1]),
    bitField('Stream Identifier', stream, at + 5, 4, [1, 31], stream === 0 ? { note: 'the connection' } : {}),
  ];
}

function frameLine(frame: Http2Frame, part: BlockPart | undefined): string {
  switch (frame.type) {
    case 'DATA':
      return countOf(frame.data.length, 'byte') + (frame.endStream ? ', end of stream' : '');
    case 'HEADERS':
    case 'PUSH_PROMISE':
    case 'CONTINUATION':
      if (!part?.block) return '';
      return part.block.ok ? messageLine(part.block.value.fields) : `malformed: ${part.block.error.what}`;
    case 'SETTINGS':
      return frame.acknowledges ? 'acknowledgment' : countOf(frame.settings.length, 'setting');
    case 'WINDOW_UPDATE':
      return countOf(frame.increment, 'byte');
    case 'RST_STREAM':
    case 'GOAWAY':
      return errorName(frame.error);
    case 'PING':
      return frame.acknowledges ? 'acknowledgment' : '';
    default:
      return '';
  }
}

function errorName(code: number): string {
  return http2ErrorNames[code] ?? hexadecimal(code, 8);
}

function payloadFields(frame: Http2Frame, part: BlockPart | undefined, at: number): DissectedField[] {
  const from = at + http2FrameHeaderBytes;
  switch (frame.type) {
    case 'DATA':
      return paddedFields(frame.padding, from, frame.data.length, (start) => [
        field('Data', countOf(frame.data.length, 'byte'), start, frame.data.length),
      ]);
    case 'HEADERS':
      return paddedFields(frame.padding, from, frame.fragment.length + (frame.priority ? 5 : 0), (start) => [
        ...(frame.priority ? dependencyFields(frame.priority, start) : []),
        ...fragmentField(frame.fragment, part, at),
      ]);
    case 'PUSH_PROMISE':
      return paddedFields(frame.padding, from, frame.fragment.length + 4, (start) => [
        bitField('Promised Stream ID', frame.promised, start, 4, [1, 31]),
        ...fragmentField(frame.fragment, part, at),
      ]);
    case 'CONTINUATION':
      return fragmentField(frame.fragment, part, at);
    case 'PRIORITY':
      return dependencyFields(frame, from);
    case 'RST_STREAM':
      return [field('Error Code', errorName(frame.error), from, 4)];
    case 'SETTINGS':
      return settingsFields(frame, from);
    case 'PING':
      return [field('Opaque Data', countOf(8, 'byte'), from, 8)];
    case 'GOAWAY':
      return [
        bitField('Last-Stream-ID', frame.lastStream, from, 4, [1, 31]),
        field('Error Code', errorName(frame.error), from + 4, 4),
        ...(frame.debug.length > 0
          ? [
              field(
                'Additional Debug Data',
                countOf(frame.debug.length, 'byte'),
                from + 8,
                frame.debug.length,
              ),
            ]
          : []),
      ];
    case 'WINDOW_UPDATE':
      return [
        bitField('Window Size Increment', grouped(frame.increment), from, 4, [1, 31], {
          note: frame.stream === 0 ? 'bytes more on the connection' : 'bytes more on the stream',
        }),
      ];
    case 'PRIORITY_UPDATE':
      return [
        bitField('Prioritized Stream ID', frame.prioritized, from, 4, [1, 31]),
        field('Priority Field Value', frame.value, from + 4, frame.value.length),
      ];
    case 'unknown':
      return frame.payload.length > 0
        ? [field('Payload', countOf(frame.payload.length, 'byte'), from, frame.payload.length)]
        : [];
  }
}

/** `bytes` of content, made for the place where they begin, with what PADDED puts around them (RFC 9113 section 6.1). */
function paddedFields(
  padding: number | undefined,
  from: number,
  bytes: number,
  content: (start: number) => DissectedField[],
): DissectedField[] {
  if (padding === undefined) return content(from);
  const start = from + 1;
  return [
    field('Pad Length', padding, from, 1),
    ...content(start),
    ...(padding > 0 ? [field('Padding', countOf(padding, 'byte'), start + bytes, padding)] : []),
  ];
}

function dependencyFields(
  { exclusive, dependency, weight }: Http2StreamDependency,
  at: number,
): DissectedField[] {
  return [
    bitField('Exclusive', exclusive ? 'Set' : 'Not set', at, 4, [0, 1]),
    bitField('Stream Dependency', dependency, at, 4, [1, 31]),
    field('Weight', weight, at + 4, 1),
  ];
}

function fragmentField(fragment: Uint8Array, part: BlockPart | undefined, at: number): DissectedField[] {
  const name = 'Field Block Fragment';
  if (fragment.length === 0 || !part) return [];
  const base = at + part.atInFrame;
  const value = countOf(fragment.length, 'byte');
  if (!part.block)
    return [field(name, value, base, fragment.length, { note: 'the rest of the block is missing' })];
  if (!part.block.ok)
    return [
      field(name, value, base, fragment.length, {
        children: [malformedField(part.block.error, base - part.atInBlock, part.atInBlock + fragment.length)],
      }),
    ];
  // A block goes over several frames: here are the fields that begin in this one.
  const children = hpackFields(part.block.value, base - part.atInBlock).filter(
    ({ offset }) => offset >= base && offset < base + fragment.length,
  );
  return [field(name, value, base, fragment.length, { note: 'HPACK', children })];
}

function settingsFields(frame: Extract<Http2Frame, { type: 'SETTINGS' }>, from: number): DissectedField[] {
  return frame.settings.map(({ identifier, value }, index) => {
    const at = from + index * 6;
    const name = http2SettingNames[identifier] ?? `setting ${hexadecimal(identifier, 4)}`;
    return field(name, grouped(value), at, 6, {
      children: [
        field('Identifier', hexadecimal(identifier, 4), at, 2, { note: name }),
        field('Value', value, at + 2, 4),
      ],
    });
  });
}
