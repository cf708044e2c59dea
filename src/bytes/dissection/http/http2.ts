import type { DissectedLayer } from '../../../shared/dissection';
import { http2FrameHeaderBytes } from '../../../wire/http2/constants';
import type { Http2StreamFrames } from '../../../wire/http2/stream-frames';
import { clipFields } from '../../../wire/dissection/clip';
import { countOf, field, grouped } from '../../../wire/dissection/field';
import { viewHttp2Frame } from './http2-frame';

/** A stretch of a stream: bytes from stream offset `from` on, which stand `base` bytes into the frame. */
export interface Stretch {
  readonly from: number;
  readonly length: number;
  readonly base: number;
}

const layerName = 'Hypertext Transfer Protocol 2';

/** The HTTP/2 frames, or parts of frames, in a stretch of one direction of a connection: a layer each. */
export function dissectHttp2(frames: Http2StreamFrames, { from, length, base }: Stretch): DissectedLayer[] {
  const layers: DissectedLayer[] = [];
  const to = from + length;
  const clip = (start: number, end: number) => ({
    offset: base + Math.max(from, start) - from,
    length: Math.min(to, end) - Math.max(from, start),
  });
  if (from < frames.prefaceBytes) {
    const place = clip(0, frames.prefaceBytes);
    const preface = field('Connection Preface', 'PRI * HTTP/2.0', base - from, frames.prefaceBytes);
    const fields = clipFields([preface], base, base + length);
    layers.push({ name: layerName, layer: 7, summary: 'Connection Preface', ...place, fields });
  }
  for (const found of frames.between(from, to)) {
    const end = found.offset + http2FrameHeaderBytes + found.header.length;
    const view = viewHttp2Frame(found, frames.bytesOf(found), base + found.offset - from);
    const continued = Math.max(0, from - found.offset);
    layers.push({
      name: layerName,
      layer: 7,
      summary:
        continued > 0 ? `${view.summary}, continued${placeIn(continued, end - found.offset)}` : view.summary,
      ...clip(found.offset, end),
      fields: clipFields(view.fields, base, base + length),
    });
  }
  return layers;
}

function placeIn(at: number, length: number): string {
  return ` from byte ${grouped(at + 1)} of ${countOf(length, 'byte')}`;
}
