import type { DissectedField } from '../../../shared/dissection';
import { tcpHeaderBytes } from '../../../shared/trace/packet';
import type { DecodedTcp } from '../../../wire/tcp';
import { type PlacedTcpOption, TcpOptionKind } from '../../../wire/tcp-options';
import { countOf, field, grouped } from '../../../wire/dissection/field';

/** Each option of a segment whose header begins `base` bytes into the frame; SACK edges also relative to `sackBase`. */
export function dissectTcpOptions(
  segment: DecodedTcp,
  base: number,
  sackBase: number | undefined,
): DissectedField[] {
  const fields = segment.placedOptions.map((placed) => optionField(placed, base, sackBase));
  const last = segment.placedOptions.at(-1);
  const end = last ? last.at + last.length : tcpHeaderBytes;
  const padding = segment.headerBytes - end;
  if (padding > 0)
    fields.push(
      field('End of Option List', countOf(padding, 'byte'), base + end, padding, { note: 'padding' }),
    );
  return fields;
}

function optionField(placed: PlacedTcpOption, base: number, sackBase: number | undefined): DissectedField {
  const { option, length } = placed;
  const at = base + placed.at;
  switch (option.name) {
    case 'no-operation':
      return field('No-Operation', '', at, length);
    case 'maximum-segment-size':
      return withKind('Maximum Segment Size', TcpOptionKind.maximumSegmentSize, option.size, at, length, [
        field('Maximum Segment Size', option.size, at + 2, 2, { note: countOf(option.size, 'byte') }),
      ]);
    case 'window-scale':
      return withKind('Window Scale', TcpOptionKind.windowScale, `shift ${option.shift}`, at, length, [
        field('Shift Count', option.shift, at + 2, 1, {
          note: `times ${grouped(2 ** Math.min(option.shift, 14))}`,
        }),
      ]);
    case 'sack-permitted':
      return withKind('SACK Permitted', TcpOptionKind.sackPermitted, '', at, length, []);
    case 'timestamps':
      return withKind('Timestamps', TcpOptionKind.timestamps, `${option.value}, ${option.echo}`, at, length, [
        field('TS Value', option.value, at + 2, 4),
        field('TS Echo Reply', option.echo, at + 6, 4),
      ]);
    case 'sack':
      return withKind(
        'SACK',
        TcpOptionKind.sack,
        countOf(option.blocks.length, 'block'),
        at,
        length,
        option.blocks.flatMap((block, index) => [
          edgeField(`Left Edge of Block ${index + 1}`, block.left, at + 2 + 8 * index, sackBase),
          edgeField(`Right Edge of Block ${index + 1}`, block.right, at + 6 + 8 * index, sackBase),
        ]),
      );
    case 'other':
      return withKind('Unknown Option', option.kind, countOf(option.data.length, 'byte'), at, length, [
        field('Data', countOf(option.data.length, 'byte'), at + 2, option.data.length),
      ]);
  }
}

/** An option of more than its kind: kind, length and contents as children. */
function withKind(
  name: string,
  kind: number,
  value: string | number,
  at: number,
  length: number,
  contents: readonly DissectedField[],
): DissectedField {
  return field(name, value, at, length, {
    children: [field('Kind', kind, at, 1), field('Length', length, at + 1, 1), ...contents],
  });
}

function edgeField(name: string, edge: number, at: number, sackBase: number | undefined): DissectedField {
  const extras = sackBase === undefined ? {} : { note: `relative ${grouped((edge - sackBase) >>> 0)}` };
  return field(name, edge, at, 4, extras);
}
