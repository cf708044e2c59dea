import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const icon = path.resolve(import.meta.dirname, '../../../resources/icon.png');

describe("the app's icon", () => {
  it('is a PNG of the size that packages ask for', () => {
    expect(existsSync(icon)).toBe(true);
    const bytes = readFileSync(icon);
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([512, 512]);
  });
});
