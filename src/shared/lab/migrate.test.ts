import { describe, expect, it } from 'vitest';
import { labVersion } from './document';
import { threeDevices } from './testing/labs';
import { validateLab } from './validate';

/** The three-device lab as the draft before version 1 wrote it. */
function draft(): Record<string, unknown> {
  const lab = threeDevices();
  const links = lab.links.map(({ a, b, delay, ...rest }) => ({
    ...rest,
    from: a.device,
    to: b.device,
    latency: delay,
  }));
  return { ...lab, version: 0, links };
}

describe('older versions', () => {
  it('migrates the draft to the present version', () => {
    expect(validateLab(draft())).toEqual({ ok: true, document: threeDevices(), migratedFrom: 0 });
  });

  it('leaves the document that it was given alone', () => {
    const old = draft();
    const before = JSON.stringify(old);
    validateLab(old);
    expect(JSON.stringify(old)).toBe(before);
  });

  it('tells the problems of an old document in the present words', () => {
    const old = draft();
    (old['links'] as Record<string, unknown>[])[0]!['latency'] = '-1ms';
    expect(validateLab(old)).toMatchObject({ ok: false, problems: [{ path: 'links[0].delay' }] });
  });

  it.each([[{ links: 5 }], [{ links: [null, 7, { from: { device: 'a' } }] }], [{}]])(
    'survives a draft of %j',
    (document) => {
      expect(validateLab({ version: 0, ...document }).ok).toBe(false);
    },
  );
});

describe('newer versions', () => {
  it('are refused in plain words, with nothing else said', () => {
    expect(validateLab({ version: labVersion + 6, whatever: true })).toEqual({
      ok: false,
      problems: [
        {
          path: 'version',
          what: `made by a newer Hoplab (version ${labVersion + 6})`,
          allowed: `versions up to ${labVersion} in this one`,
        },
      ],
    });
  });
});

describe('versions that are none', () => {
  it.each([['1'], [1.5], [-1], [null], [undefined]])('%j is refused', (version) => {
    expect(validateLab({ ...threeDevices(), version })).toMatchObject({
      ok: false,
      problems: [{ path: 'version', allowed: String(labVersion) }],
    });
  });
});
