import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestLabBytes, parseLab, parseLabText, sizeProblem } from './parse';
import { describeProblem } from '../schema/problem';
import { serializeLab } from './serialize';
import { anyLab, threeDevices } from './testing/labs';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const linesOf = (bytes: Uint8Array) => {
  const outcome = parseLab(bytes);
  return outcome.ok ? [] : outcome.problems.map(describeProblem);
};

describe('a lab file', () => {
  it('round-trips', () => {
    fc.assert(
      fc.property(anyLab, (lab) => {
        const text = serializeLab(lab);
        const outcome = parseLab(bytesOf(text));
        expect(outcome).toEqual({ ok: true, document: lab });
        if (outcome.ok) expect(serializeLab(outcome.document)).toBe(text);
      }),
    );
  });

  it('may begin with a byte order mark', () => {
    expect(parseLab(bytesOf('\ufeff' + serializeLab(threeDevices()))).ok).toBe(true);
  });

  it('is refused in another encoding, at the byte', () => {
    expect(linesOf(Uint8Array.from([0x7b, 0x22, 0xe9, 0x22, 0x7d]))).toEqual([
      'byte 3: not UTF-8: 0x22; allowed: a file saved as UTF-8',
    ]);
  });

  it.each([
    [[0x0a, 0x0d, 0x0d, 0x0a, 0xf0, 0x00], 'a packet capture (pcapng)'],
    [[0xd4, 0xc3, 0xb2, 0xa1, 0x02, 0x00], 'a packet capture (pcap)'],
    [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], 'a picture (PNG)'],
  ])('of another kind is told what it is: %j is %s', (bytes, what) => {
    expect(linesOf(Uint8Array.from(bytes))).toEqual([
      `file: ${what}; allowed: a lab document, *.hoplab.json`,
    ]);
  });

  it('is refused when cut off, at the line and column, whatever its length', () => {
    const bytes = bytesOf(serializeLab(threeDevices()).trimEnd());
    for (let length = 0; length < bytes.length; length++) {
      const lines = linesOf(bytes.subarray(0, length));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^line \d+, column \d+: found the end of the file; allowed: /);
    }
  });

  it('is refused when a name is given twice, which would lose one silently', () => {
    const text = serializeLab(threeDevices()).replace('"seed": 1,', '"seed": 1,\n  "seed": 2,');
    expect(linesOf(bytesOf(text))).toEqual(['seed: given twice (again in line 5); allowed: each name once']);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(parseLab(bytes).ok).toBe(false);
      }),
    );
  });

  it('survives very deep nesting', () => {
    expect(parseLabText('{"a":'.repeat(200_000)).ok).toBe(false);
  });
});

describe('a file too large', () => {
  it('is refused by its size alone', () => {
    expect(sizeProblem(largestLabBytes)).toBeUndefined();
    expect(sizeProblem(200_000_000)).toEqual({
      path: 'file',
      what: '191 MiB large',
      allowed: 'lab files of at most 32 MiB',
    });
    expect(linesOf(new Uint8Array(largestLabBytes + 1))).toHaveLength(1);
  });
});
