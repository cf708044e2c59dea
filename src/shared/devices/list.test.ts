import { describe, expect, it } from 'vitest';
import { deviceKind, deviceKinds } from './device';

describe('the kinds of device', () => {
  it('each have a name of their own', () => {
    expect(new Set(deviceKinds).size).toBe(deviceKinds.length);
  });

  it.each(deviceKinds.map(deviceKind))('who open or serve are hosts: $kind', ({ traits }) => {
    const needsHost = traits.includes('opening') || traits.includes('serving');
    expect(!needsHost || traits.includes('host')).toBe(true);
  });

  it.each(deviceKinds.map(deviceKind))('say what a $kind is in words that fit a sentence', ({ words }) => {
    expect(words.one).toMatch(/^an? [a-z]/);
    expect(words.about).toMatch(/^[A-Z].*\.$/);
    for (const word of Object.values(words)) expect(word.trim()).toBe(word);
  });

  it.each(deviceKinds.map(deviceKind))('draw a $kind by commands that any renderer knows', ({ icon }) => {
    expect(icon).toMatch(/^M[\d\s.,MmLlHhVvAaZz-]+$/);
  });

  it.each(deviceKinds.map(deviceKind))(
    'offer in forms what the schema of a $kind has',
    ({ schema, fields }) => {
      for (const { path } of fields) expect(Object.keys(schema.entries)).toContain(path[0]);
    },
  );
});
