import { describe, expect, it } from 'vitest';
import { mix, packColour } from './colour';

describe('colours', () => {
  it('are packed as the bytes red, green, blue, opacity', () => {
    const bytes = new Uint8Array(new Uint32Array([packColour(0x102030, 0.5)]).buffer);
    expect([...bytes]).toEqual([0x10, 0x20, 0x30, 128]);
  });

  it('have no more than whole opacity', () => {
    expect(packColour(0, 7) >>> 24).toBe(255);
    expect(packColour(0, -1) >>> 24).toBe(0);
  });

  it('are mixed channel by channel', () => {
    expect(mix(0x000000, 0xff8040, 0)).toBe(0x000000);
    expect(mix(0x000000, 0xff8040, 1)).toBe(0xff8040);
    expect(mix(0x000000, 0x204060, 0.5)).toBe(0x102030);
  });
});
