import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { none, RecordKind, SegmentReason } from '../../../shared/trace/record';
import { client, scriptVisit, seoulLab, server } from '../testing/visit';
import { ScriptedRun } from '../testing/scripted-run';
import { bytesShown, CongestionSeries, packetBehind } from './congestion-series';
import { TcpIndex } from './tcp-index';

/** A run in which the client's congestion window takes these values (bytes), one a millisecond. */
function runOf(windows: readonly number[]) {
  const run = new ScriptedRun(seoulLab());
  const connection = run.connection({ devices: [client, server], addresses: [1, 2], ports: [32768, 80] });
  run.at(0, RecordKind.runStart);
  for (const [step, window] of windows.entries()) {
    const time = (step + 1) * 1e6;
    run.at(time, RecordKind.tcpCongestion, { place: client, connection, a: window, b: none });
    // The other end's figures must not show.
    run.at(time, RecordKind.tcpCongestion, { place: server, connection, a: 1, b: 1 });
  }
  const { trace, topology } = run.indexed();
  const index = new TcpIndex(trace, topology);
  index.scan();
  return { trace, index, connection };
}

function seriesOf(windows: readonly number[], limits?: { buckets: number; exact: number }) {
  const { trace, index, connection } = runOf(windows);
  const series = new CongestionSeries(trace, index.connections, connection, 0, limits);
  series.update();
  return series;
}

describe('congestion over time', () => {
  test('has a point for each record of its end', () => {
    const points = seriesOf([10, 20, 30]).points();
    expect(points.times).toEqual([1e6, 2e6, 3e6]);
    expect(points.values[0]).toEqual([10, 20, 30]);
  });

  test('says nothing of what is not set', () => {
    expect(seriesOf([10]).points().values[1]).toEqual([null]);
    expect(seriesOf([10]).points().values[4]).toEqual([null]);
  });

  test('carries on what held before a stretch, with a point on either side', () => {
    const points = seriesOf([10, 20, 30, 40, 50]).points(2.5e6, 3.5e6);
    expect(points.times).toEqual([2e6, 3e6, 4e6]);
    expect(points.values[0]).toEqual([20, 30, 40]);
  });

  test('keeps to its bound, and loses no peak', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 40, maxLength: 300 }),
        (windows) => {
          const points = seriesOf(windows, { buckets: 8, exact: 16 }).points();
          const values = (points.values[0] ?? []).filter((value) => value !== null);
          expect(points.times.length).toBeLessThanOrEqual(3 * 8 + 3);
          expect(Math.max(...values)).toBe(Math.max(...windows));
          expect(Math.min(...values)).toBe(Math.min(...windows));
          expect(values.at(-1)).toBe(windows.at(-1));
          expect(points.times).toEqual(points.times.toSorted((one, other) => one - other));
        },
      ),
    );
  });

  test('is exact again in a short stretch of a long run', () => {
    const windows = Array.from({ length: 200 }, (_, step) => step + 1);
    const points = seriesOf(windows, { buckets: 8, exact: 16 }).points(100.5e6, 103.5e6);
    expect(points.values[0]).toEqual([100, 101, 102, 103, 104]);
  });

  test('comes to the same when the trace comes in parts', () => {
    const { trace, connection } = runOf([5, 6, 7, 8]);
    const topology = new ScriptedRun(seoulLab()).topology;
    const index = new TcpIndex(trace, topology);
    const series = new CongestionSeries(trace, index.connections, connection, 0);
    while (!index.complete) {
      index.scan(2);
      series.update();
    }
    expect(series.points().values[0]).toEqual([5, 6, 7, 8]);
    expect(series.update()).toBe(false);
  });
});

describe('what a visit shows', () => {
  const visit = scriptVisit();
  const { trace, topology } = visit.run.indexed();
  const index = new TcpIndex(trace, topology);
  index.scan();
  const series = new CongestionSeries(trace, index.connections, visit.connection, 1);
  series.update();

  test('marks what was sent again', () => {
    expect(series.retransmissions.length).toBe(1);
    const again = series.retransmissions.at(0) ?? 0;
    expect(trace.packet(again)).toBe(visit.response.packet);
    expect(trace.detail(again)).toBe(SegmentReason.retransmission);
    expect(series.retransmissionNear(0)).toBe(again);
    expect(series.retransmissionsBefore(trace.time(again))).toBe(0);
  });

  test('knows the packet behind a measured round trip', () => {
    const roundTrip = index.connections
      .since(visit.connection, -1)
      .find((record) => trace.kind(record) === RecordKind.tcpRoundTrip);
    expect(packetBehind(trace, roundTrip ?? 0)).toBe(visit.synAck.packet);
  });

  test('finds no packet behind the start of a run', () => {
    expect(packetBehind(trace, 0)).toBeUndefined();
  });
});

test('the axis of bytes does not follow a peer window far above all else', () => {
  const points = {
    times: [0],
    records: [0],
    values: [[10_000], [null], [8000], [4_000_000], [null], [null]],
  };
  expect(bytesShown(points, [])).toBe(10_000);
  const near = { ...points, values: [[10_000], [15_000], [8000], [4_000_000], [null], [null]] };
  expect(bytesShown(near, [])).toBe(15_000);
});
