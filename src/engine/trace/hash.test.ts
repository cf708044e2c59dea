import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { connectionRow, type ConnectionRow } from '../../shared/trace/connections';
import { Trace } from '../../shared/trace/trace';
import { digestTrace } from './hash';

const ends = [
  { device: 0, address: 1, port: 40_000 },
  { device: 1, address: 2, port: 80 },
] as const;

function hashOf(...rows: readonly ConnectionRow[]): string {
  const trace = new Trace();
  trace.connections.push(...rows);
  const hash = createHash('sha256');
  digestTrace(trace, hash);
  return hash.digest('hex');
}

it('takes in each end of a connection, what is spoken over it, and the leg before it', () => {
  const leg = connectionRow('tcp', ...ends);
  const rows: readonly ConnectionRow[] = [
    leg,
    connectionRow('udp', ...ends),
    connectionRow('tcp', ends[1], ends[0]),
    connectionRow('tcp', { ...ends[0], device: 7 }, ends[1]),
    connectionRow('tcp', ends[0], { ...ends[1], port: 81 }),
    connectionRow('tcp', ...ends, { application: 'rtp' }),
    connectionRow('tcp', ...ends, { application: '' }),
    connectionRow('tcp', ...ends, { via: 0 }),
  ];
  expect(new Set(rows.map((row) => hashOf(leg, row))).size).toBe(rows.length);
});

it('is the same for a row that says the usual', () => {
  const said = connectionRow('udp', ...ends, { application: 'rtp' });
  expect(hashOf(said)).toBe(hashOf(connectionRow('udp', ...ends)));
});
