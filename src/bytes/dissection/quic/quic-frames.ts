import type { DissectedField } from '../../../shared/dissection';
import { latin1Text } from '../../../wire/encoding/octets';
import { varintLength } from '../../../wire/encoding/varint';
import { http3ErrorNames } from '../../../wire/http3/constants';
import { transportErrorName } from '../../../wire/quic/frames/connection-close';
import type { AckFrame } from '../../../wire/quic/frames/ack';
import type { Frame, PlacedFrame } from '../../../wire/quic/frames/frame';
import type { StreamFrame } from '../../../wire/quic/frames/stream';
import { formatConnectionId } from '../../../wire/quic/header';
import { countOf, field, grouped } from '../../../wire/dissection/field';

/** What a frame is called in RFC 9000, and what it says, in a line. */
export interface FrameLine {
  readonly name: string;
  readonly text: string;
  readonly note?: string;
}

/** `stream 4 (client's, both ways)`: who opened it and which way it goes, RFC 9000 section 2.1. */
export function streamNote(stream: number): string {
  const opener = stream % 2 === 0 ? "client's" : "server's";
  return `${opener}, ${stream % 4 < 2 ? 'both ways' : 'one way'}`;
}

function bytesFrom(offset: number, length: number): string {
  return length === 0
    ? `nothing at byte ${grouped(offset)}`
    : `bytes ${grouped(offset)} to ${grouped(offset + length - 1)}`;
}

function ackText({ ranges }: AckFrame): string {
  return ranges
    .map(({ smallest, largest }) =>
      smallest === largest ? grouped(largest) : `${grouped(smallest)} to ${grouped(largest)}`,
    )
    .join(', ');
}

function streamLine({ stream, offset, data, fin }: StreamFrame): FrameLine {
  const text = `stream ${stream}, ${bytesFrom(offset, data.length)}${fin ? ', FIN' : ''}`;
  return { name: 'STREAM', text, note: streamNote(stream) };
}

/** A frame in a line. `ackDelayExponent`: its sender's. */
export function frameLine(frame: Frame, ackDelayExponent: number): FrameLine {
  switch (frame.name) {
    case 'padding':
      return { name: 'PADDING', text: countOf(frame.bytes, 'byte') };
    case 'ping':
      return { name: 'PING', text: 'asks for an acknowledgement' };
    case 'handshake-done':
      return { name: 'HANDSHAKE_DONE', text: 'the handshake is confirmed' };
    case 'ack': {
      const delay = grouped(frame.delay * 2 ** ackDelayExponent);
      return { name: 'ACK', text: `packets ${ackText(frame)}`, note: `delayed by ${delay} µs` };
    }
    case 'stream':
      return streamLine(frame);
    case 'crypto':
      return { name: 'CRYPTO', text: `handshake ${bytesFrom(frame.offset, frame.data.length)}` };
    case 'new-token':
      return { name: 'NEW_TOKEN', text: countOf(frame.token.length, 'byte'), note: 'for a later visit' };
    case 'datagram':
      return { name: 'DATAGRAM', text: countOf(frame.data.length, 'byte') };
    case 'connection-close':
      return closeLine(frame);
    case 'reset-stream':
    case 'stop-sending':
    case 'max-data':
    case 'data-blocked':
    case 'max-stream-data':
    case 'stream-data-blocked':
    case 'max-streams':
    case 'streams-blocked':
      return flowLine(frame);
    case 'new-connection-id':
    case 'retire-connection-id':
    case 'path-challenge':
    case 'path-response':
      return pathLine(frame);
  }
}

function closeLine(frame: Extract<Frame, { name: 'connection-close' }>): FrameLine {
  const code =
    frame.frameType === undefined
      ? (http3ErrorNames[frame.errorCode] ?? `0x${frame.errorCode.toString(16)}`)
      : transportErrorName(frame.errorCode);
  const reason = frame.reason.length > 0 ? `: ${latin1Text(frame.reason)}` : '';
  const note = frame.frameType === undefined ? 'by the application' : 'by the transport';
  return { name: 'CONNECTION_CLOSE', text: `error ${code}${reason}`, note };
}

type FlowFrame = Extract<
  Frame,
  {
    name:
      | 'reset-stream'
      | 'stop-sending'
      | 'max-data'
      | 'data-blocked'
      | 'max-stream-data'
      | 'stream-data-blocked'
      | 'max-streams'
      | 'streams-blocked';
  }
>;

function flowLine(frame: FlowFrame): FrameLine {
  switch (frame.name) {
    case 'reset-stream': {
      const size = countOf(frame.finalSize, 'byte');
      return {
        name: 'RESET_STREAM',
        text: `stream ${frame.stream} given up after ${size}`,
        note: errorNote(frame),
      };
    }
    case 'stop-sending':
      return { name: 'STOP_SENDING', text: `stream ${frame.stream} is not wanted`, note: errorNote(frame) };
    case 'max-data':
      return { name: 'MAX_DATA', text: `up to ${countOf(frame.limit, 'byte')} on all streams` };
    case 'data-blocked':
      return { name: 'DATA_BLOCKED', text: `held back at ${countOf(frame.limit, 'byte')} on all streams` };
    case 'max-stream-data':
      return {
        name: 'MAX_STREAM_DATA',
        text: `stream ${frame.stream}: up to ${countOf(frame.limit, 'byte')}`,
      };
    case 'stream-data-blocked':
      return {
        name: 'STREAM_DATA_BLOCKED',
        text: `stream ${frame.stream}: held back at ${countOf(frame.limit, 'byte')}`,
      };
    case 'max-streams':
      return { name: 'MAX_STREAMS', text: `up to ${countOf(frame.limit, `${frame.direction} stream`)}` };
    case 'streams-blocked':
      return {
        name: 'STREAMS_BLOCKED',
        text: `held back at ${countOf(frame.limit, `${frame.direction} stream`)}`,
      };
  }
}

function errorNote({ errorCode }: { readonly errorCode: number }): string {
  return `application error 0x${errorCode.toString(16)}`;
}

type PathLineFrame = Extract<
  Frame,
  { name: 'new-connection-id' | 'retire-connection-id' | 'path-challenge' | 'path-response' }
>;

function pathLine(frame: PathLineFrame): FrameLine {
  switch (frame.name) {
    case 'new-connection-id': {
      const text = `${frame.sequence}: ${formatConnectionId(frame.connectionId)}`;
      return { name: 'NEW_CONNECTION_ID', text, note: `retire those prior to ${frame.retirePriorTo}` };
    }
    case 'retire-connection-id':
      return { name: 'RETIRE_CONNECTION_ID', text: `connection ID ${frame.sequence} is used no more` };
    case 'path-challenge':
      return { name: 'PATH_CHALLENGE', text: formatConnectionId(frame.data) };
    case 'path-response':
      return { name: 'PATH_RESPONSE', text: formatConnectionId(frame.data) };
  }
}

/** A frame as a field of the inspector; `base`: where its packet's frames begin in the frame on the wire. */
export function frameField(placed: PlacedFrame, ackDelayExponent: number, base: number): DissectedField {
  const { name, text, note } = frameLine(placed.frame, ackDelayExponent);
  const at = base + placed.at;
  const children = frameParts(placed, at);
  return field(name, text, at, placed.length, {
    ...(note === undefined ? {} : { note }),
    ...(children.length > 0 ? { children } : {}),
  });
}

/** The parts of a frame that carries data: the fields in front of it, and the data. */
function frameParts({ frame, type, length }: PlacedFrame, at: number): DissectedField[] {
  if (frame.name !== 'stream' && frame.name !== 'crypto' && frame.name !== 'datagram') return [];
  const dataBytes = frame.data.length;
  const parts = [field('Type', `0x${type.toString(16).padStart(2, '0')}`, at, 1)];
  let next = at + 1;
  const add = (name: string, value: number, note?: string) => {
    const size = varintLength(value);
    parts.push(field(name, value, next, size, note === undefined ? {} : { note }));
    next += size;
  };
  if (frame.name === 'stream') add('Stream ID', frame.stream, streamNote(frame.stream));
  if (frame.name === 'crypto' || (frame.name === 'stream' && frame.hasOffset)) add('Offset', frame.offset);
  const behind = at + length - dataBytes;
  if (behind > next) parts.push(field('Length', dataBytes, next, behind - next));
  if (dataBytes > 0) parts.push(field('Data', countOf(dataBytes, 'byte'), behind, dataBytes));
  return parts;
}
