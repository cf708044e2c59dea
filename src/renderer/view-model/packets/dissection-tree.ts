import type { DissectedField, DissectedLayer, Dissection } from '../../../shared/dissection';

/** A stretch of a frame's bytes. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** One line of the layer tree. */
export interface TreeNode extends ByteRange {
  /** Names from the layer down: the same field of another packet has the same key. */
  readonly key: string;
  /** 1 for a layer, 2 for its fields, and so on. */
  readonly level: number;
  /** OSI layer. */
  readonly layer: number;
  readonly name: string;
  readonly value: string;
  readonly note: string | undefined;
  /** For a part of a byte, its bits among its bytes': `.... ..1.` */
  readonly bits: string | undefined;
  readonly hasChildren: boolean;
  readonly open: boolean;
}

/** What the user opened and closed, by key; what is in neither is open where most people look. */
export type OpenedNodes = ReadonlyMap<string, boolean>;

/** The tree's lines that are visible, from top to bottom. */
export function visibleNodes(dissection: Dissection, opened: OpenedNodes): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (const [key, layer] of named(dissection.layers)) addLayer(nodes, layer, key, dissection.bytes, opened);
  return nodes;
}

/** The visible line that a byte belongs to: of those that cover it, the one with the fewest bytes. */
export function nodeAtByte(nodes: readonly TreeNode[], offset: number): TreeNode | undefined {
  let best: TreeNode | undefined;
  for (const node of nodes) {
    const covers = offset >= node.offset && offset < node.offset + node.length;
    if (covers && (!best || node.length <= best.length)) best = node;
  }
  return best;
}

/** The OSI layer of each byte: that of the innermost layer that covers it. */
export function layersOfBytes({ bytes, layers }: Dissection): Uint8Array {
  const numbers = new Uint8Array(bytes.length);
  for (const layer of layers) {
    // The frame covers all and says nothing of its own; a layer's header ends where the next one begins.
    numbers.fill(layer.layer, layer.offset, layer.name === 'Frame' ? layer.offset : undefined);
  }
  return numbers;
}

/** Bytes as hexadecimal digits, a space between bytes and a line for each 16: what people paste into other tools. */
export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += 16)
    lines.push([...bytes.subarray(offset, offset + 16)].map(hexByte).join(' '));
  return lines.join('\n');
}

/** One byte as two hexadecimal digits. */
export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** A byte as ASCII, a dot for what cannot be printed. */
export function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}

function addLayer(
  nodes: TreeNode[],
  layer: DissectedLayer,
  key: string,
  bytes: Uint8Array,
  opened: OpenedNodes,
): void {
  // Frame and Ethernet say little that changes: they begin closed.
  const open = opened.get(key) ?? layer.layer >= 3;
  nodes.push({
    key,
    level: 1,
    layer: layer.layer,
    name: layer.name,
    value: layer.summary,
    note: undefined,
    bits: undefined,
    offset: layer.offset,
    length: layer.length,
    hasChildren: layer.fields.length > 0,
    open,
  });
  if (!open) return;
  for (const [name, field] of named(layer.fields))
    addField(nodes, field, { layer: layer.layer, level: 2, key: `${key}/${name}` }, bytes, opened);
}

function addField(
  nodes: TreeNode[],
  field: DissectedField,
  place: { layer: number; level: number; key: string },
  bytes: Uint8Array,
  opened: OpenedNodes,
): void {
  const children = field.children ?? [];
  const open = children.length > 0 && (opened.get(place.key) ?? false);
  nodes.push({
    ...place,
    name: field.name,
    value: field.value,
    note: field.note,
    bits: field.bits && bitPattern(bytes, field, field.bits),
    offset: field.offset,
    length: field.length,
    hasChildren: children.length > 0,
    open,
  });
  if (!open) return;
  for (const [name, child] of named(children))
    addField(nodes, child, { ...place, level: place.level + 1, key: `${place.key}/${name}` }, bytes, opened);
}

/**
 * Layers or fields with names that are theirs alone among their siblings: HTTP may have a header twice, and a datagram
 * several QUIC packets (RFC 9000 section 12.2).
 */
function named<Named extends { readonly name: string }>(those: readonly Named[]): [string, Named][] {
  const seen = new Map<string, number>();
  return those.map((one) => {
    const times = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, times);
    return [times === 1 ? one.name : `${one.name} ${times}`, one];
  });
}

/** The bits of a part of some bytes, dots for the others, in groups of four: `.... ...1 ....`. */
function bitPattern(bytes: Uint8Array, range: ByteRange, bits: { offset: number; length: number }): string {
  let pattern = '';
  for (let bit = 0; bit < range.length * 8; bit += 1) {
    if (bit > 0 && bit % 4 === 0) pattern += ' ';
    const byte = bytes[range.offset + (bit >>> 3)] ?? 0;
    const isPart = bit >= bits.offset && bit < bits.offset + bits.length;
    pattern += isPart ? String((byte >>> (7 - (bit & 7))) & 1) : '.';
  }
  return pattern;
}
