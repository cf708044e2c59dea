import { describe, expect, test } from 'vitest';
import type { Dissection } from '../../../shared/dissection';
import { hexText, layersOfBytes, nodeAtByte, printable, visibleNodes } from './dissection-tree';

/** Frame of 8 bytes: 2 of Ethernet, 3 of IPv4, 3 of TCP. */
const dissection: Dissection = {
  packet: 0,
  bytes: Uint8Array.of(0xaa, 0xbb, 0x45, 0x00, 0x40, 0x12, 0x41, 0x0a),
  layers: [
    { name: 'Frame', layer: 1, summary: '8 bytes', offset: 0, length: 8, fields: [] },
    {
      name: 'Ethernet II',
      layer: 2,
      summary: '',
      offset: 0,
      length: 2,
      fields: [{ name: 'Type', value: 'IPv4', offset: 0, length: 2 }],
    },
    {
      name: 'Internet Protocol Version 4',
      layer: 3,
      summary: '10.0.1.2',
      offset: 2,
      length: 3,
      fields: [
        { name: 'Version', value: '4', offset: 2, length: 1, bits: { offset: 0, length: 4 } },
        { name: 'Time to Live', value: '64', offset: 4, length: 1 },
      ],
    },
    {
      name: 'Transmission Control Protocol',
      layer: 4,
      summary: '',
      offset: 5,
      length: 3,
      fields: [
        {
          name: 'Flags',
          value: 'SYN, ACK',
          offset: 5,
          length: 1,
          children: [
            { name: 'ACK', value: 'Set', offset: 5, length: 1, bits: { offset: 3, length: 1 } },
            { name: 'SYN', value: 'Set', offset: 5, length: 1, bits: { offset: 6, length: 1 } },
          ],
        },
        { name: 'Option', value: 'one', offset: 6, length: 1 },
        { name: 'Option', value: 'two', offset: 7, length: 1 },
      ],
    },
  ],
};
const nothing = new Map<string, boolean>();
const names = (opened: ReadonlyMap<string, boolean>) =>
  visibleNodes(dissection, opened).map(({ name }) => name);

describe('the layer tree', () => {
  test('opens the layers that people look at', () => {
    expect(names(nothing)).toEqual([
      'Frame',
      'Ethernet II',
      'Internet Protocol Version 4',
      'Version',
      'Time to Live',
      'Transmission Control Protocol',
      'Flags',
      'Option',
      'Option',
    ]);
  });

  test('opens and closes what is asked for', () => {
    const opened = new Map([
      ['Internet Protocol Version 4', false],
      ['Transmission Control Protocol/Flags', true],
      ['Ethernet II', true],
    ]);
    expect(names(opened)).toEqual([
      'Frame',
      'Ethernet II',
      'Type',
      'Internet Protocol Version 4',
      'Transmission Control Protocol',
      'Flags',
      'ACK',
      'SYN',
      'Option',
      'Option',
    ]);
  });

  test('gives each line a key of its own', () => {
    const keys = visibleNodes(dissection, new Map([['Transmission Control Protocol/Flags', true]])).map(
      ({ key }) => key,
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('shows the bits of a part of a byte among the others', () => {
    const nodes = visibleNodes(dissection, new Map([['Transmission Control Protocol/Flags', true]]));
    expect(nodes.find(({ name }) => name === 'Version')?.bits).toBe('0100 ....');
    expect(nodes.find(({ name }) => name === 'SYN')?.bits).toBe('.... ..1.');
  });
});

describe('bytes', () => {
  test('lead to the smallest visible field that covers them', () => {
    const nodes = visibleNodes(dissection, nothing);
    expect(nodeAtByte(nodes, 4)?.name).toBe('Time to Live');
    expect(nodeAtByte(nodes, 3)?.name).toBe('Internet Protocol Version 4');
    expect(nodeAtByte(nodes, 7)?.value).toBe('two');
    expect(nodeAtByte(nodes, 99)).toBeUndefined();
  });

  test('have the layer of the innermost one that covers them', () => {
    expect([...layersOfBytes(dissection)]).toEqual([2, 2, 3, 3, 3, 4, 4, 4]);
  });

  test('are copied as hexadecimal, 16 a line', () => {
    expect(hexText(dissection.bytes)).toBe('aa bb 45 00 40 12 41 0a');
    expect(
      hexText(new Uint8Array(17))
        .split('\n')
        .map((line) => line.length),
    ).toEqual([47, 2]);
  });

  test('that cannot be printed are dots', () => {
    expect([0x41, 0x20, 0x0a, 0x7f, 0xff].map(printable).join('')).toBe('A ...');
  });
});
