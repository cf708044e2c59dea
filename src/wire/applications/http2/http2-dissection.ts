import type { DissectedLayer } from '../../dissection/layer';
import { http2FrameHeaderBytes } from '../../http2/constants';
import type { Http2StreamFrames } from '../../http2/stream-frames';
import { clipFields } from '../../dissection/clip';
import { field } from '../../dissection/field';
import { placeIn, type Stretch } from '../http/stretch';
import { viewHttp2Frame } from './http2-frame-view';

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
