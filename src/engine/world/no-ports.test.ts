import { expect, it } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { RecordKind } from '../../shared/trace/record';
import { recordsOf } from './testing/invariants/run-under-test';
import { runLab } from './testing/labs';

/** A page of three parts, loaded by a client that has so many ports. */
function pageLab(ports: number, page: object): LabDocument {
  const position = { x: 0, y: 0 };
  const paths = ['/a', '/b', '/c'];
  const tcp = { ephemeralPorts: { from: 40_000, to: 39_999 + ports } };
  return {
    version: 1,
    title: 'Too few ports',
    seed: 1,
    duration: '10s',
    devices: [
      { id: 'client', kind: 'client', position, tcp },
      { id: 'server', kind: 'server', position, pages: paths.map((path) => ({ path, size: '1kB' })) },
    ],
    links: [
      { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '1Gbps', delay: '1ms' },
    ],
    workloads: [{ id: 'visit', kind: 'page-load', from: 'client', to: 'server', paths, ...page }],
  };
}

it('a page of which nothing can be had fails, once for each part', () => {
  const lab = pageLab(1, { http: '1.1', start: '1s' });
  // The only port is in use for as long as the other download lasts.
  const long = { id: 'long', kind: 'http-get', from: 'client', to: 'server', path: '/long' } as const;
  for (const device of lab.devices)
    if (device.kind === 'server') device.pages?.push({ path: '/long', size: '1GB' });
  const { trace } = runLab({ ...lab, workloads: [long, ...(lab.workloads ?? [])] });
  expect(recordsOf(trace, RecordKind.appError)).toHaveLength(3);
});

it.each([
  { http: '1.1' },
  { http: '1.1', tls: '1.3' },
  { http: '2', connections: 3 },
  { http: '3', connections: 3 },
  { http: '3', race: '0s' },
])('a page of more parts than there are ports comes over the connections that can be had: %o', (page) => {
  const { trace } = runLab(pageLab(1, page));
  expect(recordsOf(trace, RecordKind.appError)).toEqual([]);
  expect(recordsOf(trace, RecordKind.httpResponseReceived)).toHaveLength(3);
});
