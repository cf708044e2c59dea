import { describe, expect, it } from 'vitest';
import type { LabDocument } from './document';
import { serializeLab } from './serialize';
import { threeDevices } from './testing/labs';

describe('the text of a lab', () => {
  it('has small things on one line, two spaces, and a newline at the end', () => {
    const text = serializeLab(threeDevices());
    expect(text).toContain('\n      "position": { "x": 0, "y": 0 },\n');
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.split('\n').every((line) => line.length <= 110)).toBe(true);
  });

  it('is the same whatever the order of members', () => {
    const lab = threeDevices();
    const backwards = Object.fromEntries(Object.entries(lab).reverse()) as unknown as LabDocument;
    expect(serializeLab(backwards)).toBe(serializeLab(lab));
  });

  it('leaves out what is undefined', () => {
    const lab = { ...threeDevices(), notes: undefined } as unknown as LabDocument;
    expect(serializeLab(lab)).toBe(serializeLab(threeDevices()));
  });
});
