import { describe, expect, it } from 'vitest';
import type { LabDocument, Remedy } from './document';
import { applyRemedy, withoutLostRemedies } from './remedies';
import { threeDevices } from './testing/labs';
import { validateLab } from './validate';

const nearer: Remedy = { label: 'A server nearer by', set: [{ path: 'links.wan.delay', value: '5ms' }] };
const lab = (...remedies: Remedy[]): LabDocument => ({ ...threeDevices(), remedies });

describe('a remedy', () => {
  it('sets its values and leaves the rest, making members that are not there yet', () => {
    const remedy: Remedy = {
      label: 'Ask whether anybody is there',
      set: [
        { path: 'devices.client.tcp.keepAlive.idle', value: '5s' },
        { path: 'devices.client.tcp.keepAlive.interval', value: '2s' },
        { path: 'devices.client.tcp.keepAlive.probes', value: 3 },
      ],
    };
    const before = lab(remedy);
    const outcome = applyRemedy(before, remedy);
    const tcp = { keepAlive: { idle: '5s', interval: '2s', probes: 3 } };
    const [client, ...others] = before.devices;
    expect(outcome).toEqual({
      ok: true,
      document: { ...before, devices: [{ ...client, tcp }, ...others] },
    });
    expect(before.devices[0]).not.toHaveProperty('tcp');
  });

  it('may set what the schema refuses no more than anybody else', () => {
    const bad = { label: 'Faster', set: [{ path: 'links.wan.delay', value: 5 }] };
    const outcome = validateLab(lab(nearer, bad));
    expect(!outcome.ok && outcome.problems).toMatchObject([
      { path: 'remedies[1]', what: 'links[1].delay: 5' },
    ]);
  });

  it('must not contradict the rest of the lab', () => {
    const flood = { label: 'Flood', set: [{ path: 'workloads.visit.from', value: 'server' }] };
    const outcome = validateLab(lab(flood));
    expect(!outcome.ok && outcome.problems[0]).toMatchObject({ path: 'remedies[0]' });
  });

  it('is not blamed for what was wrong before it', () => {
    const broken = { ...lab(nearer), workloads: [{ ...threeDevices().workloads?.[0], to: 'nobody' }] };
    const outcome = validateLab(broken);
    expect(!outcome.ok && outcome.problems.map(({ path }) => path)).toEqual(['workloads[0].to']);
  });

  it('is lost with what it sets', () => {
    const fewer = { ...lab(nearer, { label: 'Stay', set: [{ path: 'seed', value: 2 }] }), links: [] };
    expect(withoutLostRemedies(fewer).remedies?.map(({ label }) => label)).toEqual(['Stay']);
    const whole = lab(nearer);
    expect(withoutLostRemedies(whole)).toBe(whole);
  });
});
