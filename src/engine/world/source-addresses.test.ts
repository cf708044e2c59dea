import { expect, test } from 'vitest';
import { formatAddress } from '../../shared/units/address';
import { RecordKind } from '../../shared/trace/record';
import { lineLab, runLab } from './testing/labs';

/** A host that opens connections from several addresses of its own. */

const twoPorts = { from: 40000, to: 40001 };

function run(sourceAddresses: number, more: { count: number; timeWaitReuse?: boolean }) {
  const { trace } = runLab(
    lineLab({
      client: { ephemeralPorts: twoPorts, sourceAddresses, timeWaitReuse: more.timeWaitReuse ?? false },
      workload: { count: more.count, interval: '2s' },
      duration: '30s',
    }),
  );
  const kinds = Array.from({ length: trace.records.length }, (_, seq) => trace.kind(seq));
  return {
    openedFrom: trace.connections.map(({ ends }) => formatAddress(ends[0].address)),
    answered: kinds.filter((kind) => kind === RecordKind.httpResponseReceived).length,
    failed: kinds.filter((kind) => kind === RecordKind.appError).length,
  };
}

test('connections are opened from each address in turn, and answered there', () => {
  const { openedFrom, answered } = run(2, { count: 4 });
  expect(openedFrom).toEqual(['10.0.1.2', '10.0.1.3', '10.0.1.2', '10.0.1.3']);
  expect(answered).toBe(4);
});

test('each address has the whole range of ports to itself', () => {
  expect(run(1, { count: 5 })).toMatchObject({ answered: 2, failed: 3 });
  expect(run(2, { count: 5 })).toMatchObject({ answered: 4, failed: 1 });
});

test('a waiting port is taken again only when no address has a free one', () => {
  const { openedFrom, answered } = run(2, { count: 6, timeWaitReuse: true });
  expect(answered).toBe(6);
  expect(new Set(openedFrom.slice(0, 4)).size).toBe(2);
});
