import type { DissectedField, DissectedLayer } from '../../dissection/layer';
import { Http3FrameType, http3StreamNames, Http3StreamType } from '../../http3/constants';
import { decodeHttp3FrameHeader } from '../../http3/decode';
import type { Http3SentSections } from './sent-sections';
import type { StreamReader } from '../../http2/stream-frames';
import type { StreamEnd } from '../definition/written-contents';
import { decodeVarint } from '../../encoding/varint';
import { clipFields } from '../../dissection/clip';
import { field } from '../../dissection/field';
import { placeIn, type Stretch } from '../http/stretch';
import { viewHttp3Frame } from './http3-frame-view';
import { qpackInstructionFields } from './qpack-instruction-fields';

/** What a stretch of an HTTP/3 stream is read with. */
export interface Http3Context {
  readonly stream: StreamEnd;
  /** Bytes of the stream; zeros past what was written. */
  readonly read: StreamReader;
  readonly sections: Http3SentSections;
}

const layerName = 'Hypertext Transfer Protocol 3';
/** No frame header is longer: two varints of eight bytes. */
const longestFrameHeader = 16;

/** The HTTP/3 frames, QPACK instructions, or parts of them, in a stretch of one direction of a stream: a layer each. */
export function dissectHttp3(context: Http3Context, stretch: Stretch): DissectedLayer[] {
  const { connection, end, stream } = context.stream;
  if (!(stream & 2)) return frameLayers(context, stretch, 0);
  const type = context.sections.streamType(connection, end, stream);
  const typeBytes = type === undefined ? 0 : typeLength(context);
  const layers: DissectedLayer[] = [];
  if (type !== undefined && stretch.from < typeBytes) layers.push(typeLayer(type, typeBytes, stretch));
  if (type === Http3StreamType.qpackEncoder || type === Http3StreamType.qpackDecoder)
    return [...layers, ...instructionLayer(context, stretch, typeBytes, type)];
  return [...layers, ...frameLayers(context, stretch, typeBytes)];
}

function typeLength({ read }: Http3Context): number {
  const type = decodeVarint(read(0, 8));
  return type.ok ? type.value.length : 1;
}

function typeLayer(type: number, length: number, { from, base, length: bytes }: Stretch): DissectedLayer {
  const name = http3StreamNames[type] ?? `stream of type ${type}`;
  const fields = clipFields([field('Stream Type', name, base - from, length)], base, base + bytes);
  return {
    name: layerName,
    layer: 7,
    summary: name,
    offset: base,
    length: Math.min(bytes, length - from),
    fields,
  };
}

/** Frames from `first`, the offset of the first one, on. */
function frameLayers(context: Http3Context, stretch: Stretch, first: number): DissectedLayer[] {
  const { from, length, base } = stretch;
  const { connection, end, stream } = context.stream;
  const to = from + length;
  const layers: DissectedLayer[] = [];
  for (let offset = first; offset < to;) {
    const header = decodeHttp3FrameHeader(context.read(offset, longestFrameHeader));
    if (!header.ok) break;
    const next = offset + header.value.headerBytes + header.value.length;
    if (next > from) {
      const isData = header.value.type === Http3FrameType.data;
      const bytes = context.read(offset, isData ? header.value.headerBytes : next - offset);
      const section = context.sections.find(connection, end, stream, offset);
      const view = viewHttp3Frame(stream, header.value, bytes, base + offset - from, section);
      layers.push({
        name: layerName,
        layer: 7,
        summary:
          offset < from ? `${view.summary}, continued${placeIn(from - offset, next - offset)}` : view.summary,
        offset: base + Math.max(from, offset) - from,
        length: Math.min(to, next) - Math.max(from, offset),
        fields: clipFields(view.fields, base, base + length),
      });
    }
    offset = next;
  }
  return layers;
}

/** Instructions have no frames around them: all before the stretch are read to find where the first in it begins. */
function instructionLayer(
  context: Http3Context,
  { from, length, base }: Stretch,
  typeBytes: number,
  type: number,
): DissectedLayer[] {
  const start = Math.max(from, typeBytes);
  const to = from + length;
  if (start >= to) return [];
  const all = context.read(typeBytes, to - typeBytes);
  const encoder = type === Http3StreamType.qpackEncoder;
  const placed = qpackInstructionFields(all, base + typeBytes - from, encoder);
  const fields: DissectedField[] = clipFields(placed, base, base + length);
  return [
    {
      name: 'QPACK',
      layer: 7,
      summary: fields.map(({ name, value }) => `${name}: ${value}`).join('; '),
      offset: base + start - from,
      length: to - start,
      fields,
    },
  ];
}
