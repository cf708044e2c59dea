import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../../../shared/lab/document';
import { validateLab } from '../../../shared/lab/parse';
import { compareVersions } from './compare-versions';

function lab(change: Partial<LabDocument> = {}): LabDocument {
  return {
    version: 1,
    title: 'A page',
    seed: 7,
    duration: '10s',
    devices: [
      { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
      { id: 'router', kind: 'router', position: { x: 200, y: 60 } },
      {
        id: 'server',
        kind: 'server',
        position: { x: 400, y: 0 },
        http: ['1.1'],
        tls: { versions: ['1.2'], certificate: '4kB' },
        pages: [{ path: '/a', size: '10kB' }],
      },
      { id: 'elsewhere', kind: 'client', position: { x: 0, y: 400 } },
      { id: 'far', kind: 'server', position: { x: 400, y: 400 } },
    ],
    links: [
      {
        id: 'near',
        a: { device: 'client', address: '10.9.9.1' },
        b: { device: 'router' },
        bandwidth: '10Mbps',
        delay: '5ms',
      },
      { id: 'wide', a: { device: 'router' }, b: { device: 'server' }, bandwidth: '1Gbps', delay: '20ms' },
      { id: 'other', a: { device: 'elsewhere' }, b: { device: 'far' }, bandwidth: '1Gbps', delay: '1ms' },
    ],
    workloads: [
      { id: 'visit', kind: 'page-load', from: 'client', to: 'server', paths: ['/a', '/a'], pipelining: true },
      { id: 'noise', kind: 'http-get', from: 'elsewhere', to: 'far' },
    ],
    faults: [
      {
        id: 'loss',
        kind: 'drop-response',
        link: 'near',
        from: 'router',
        workload: 'visit',
        path: '/a',
        byte: 2000,
      },
      { kind: 'cut-link', link: 'other', at: '1s' },
    ],
    ...change,
  };
}

describe('versions side by side', () => {
  it('has the workload three times, each over a network of its own', () => {
    const compared = compareVersions(lab(), 'visit');
    expect(
      compared?.workloads?.map((one) => [
        one.id,
        one.from,
        one.to,
        'http' in one && one.http,
        'tls' in one && one.tls,
      ]),
    ).toEqual([
      ['visit-h1', 'client-h1', 'server-h1', '1.1', '1.3'],
      ['visit-h2', 'client-h2', 'server-h2', '2', '1.3'],
      ['visit-h3', 'client-h3', 'server-h3', '3', '1.3'],
    ]);
    expect(compared?.devices).toHaveLength(9);
    expect(compared?.links.map(({ id }) => id)).toEqual([
      'near-h1',
      'wide-h1',
      'near-h2',
      'wide-h2',
      'near-h3',
      'wide-h3',
    ]);
    expect(compared?.seed).toBe(7);
  });

  it('is a valid lab, whatever the server offered and the workload asked of one version', () => {
    const compared = compareVersions(lab(), 'visit');
    expect(compared && validateLab(compared)).toMatchObject({ ok: true });
  });

  it('takes the faults along that concern the part, and no others', () => {
    const faults = compareVersions(lab(), 'visit')?.faults ?? [];
    expect(faults).toHaveLength(3);
    expect(faults[1]).toMatchObject({
      id: 'loss-h2',
      link: 'near-h2',
      from: 'router-h2',
      workload: 'visit-h2',
    });
  });

  it('lays the copies out below each other', () => {
    const compared = compareVersions(lab(), 'visit');
    const places = compared?.devices.map(({ position }) => `${position.x} ${position.y}`) ?? [];
    expect(new Set(places).size).toBe(9);
  });

  it('changes nothing of the lab that it was made of', () => {
    const document = lab();
    const before = structuredClone(document);
    compareVersions(document, 'visit');
    expect(document).toEqual(before);
  });

  it('compares nothing that asks for nothing', () => {
    const flood = { id: 'flood', kind: 'syn-flood', from: 'client', to: 'server' } as const;
    expect(compareVersions(lab({ workloads: [flood], faults: [] }), 'flood')).toBeUndefined();
    expect(compareVersions(lab(), 'nobody')).toBeUndefined();
  });

  it('keeps identifiers within their length', () => {
    const id = 'a'.repeat(64);
    const devices = lab().devices.map((device) => (device.id === 'client' ? { ...device, id } : device));
    const [near, ...links] = lab().links;
    const document = lab({
      devices,
      links: near ? [{ ...near, a: { device: id } }, ...links] : links,
      workloads: [{ id: 'visit', kind: 'page-load', from: id, to: 'server' }],
      faults: [],
    });
    for (const device of compareVersions(document, 'visit')?.devices ?? [])
      expect(device.id.length).toBeLessThanOrEqual(64);
  });
});
