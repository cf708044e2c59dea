import type { DissectedLayer } from './layer';
import type { WireError } from '../encoding/decoded';
import { countOf, field, malformedField } from './field';

/** Bytes that nobody reads any further; none, no layer. */
export function dataLayers(bytes: Uint8Array, base: number): DissectedLayer[] {
  if (bytes.length === 0) return [];
  const length = countOf(bytes.length, 'byte');
  const fields = [field('Data', length, base, bytes.length)];
  return [{ name: 'Data', layer: 7, summary: length, offset: base, length: bytes.length, fields }];
}

/** A layer whose bytes could not be read. */
export function malformedLayer(
  name: string,
  layer: number,
  error: WireError,
  base: number,
  length: number,
): DissectedLayer {
  const fields = [malformedField(error, base, length)];
  return { name, layer, summary: `malformed: ${error.what}`, offset: base, length, fields };
}
