import { describe, expect, test } from 'vitest';
import { AppError, RecordKind } from '../../../shared/trace/record';
import { client, scriptVisit } from '../testing/visit';
import { portExhaustion } from './port-exhaustion';
import { TcpIndex } from './tcp-index';

describe('what is behind a request without a port', () => {
  const visit = scriptVisit();
  const fails = (time: number, detail: number) =>
    visit.run.at(time, RecordKind.appError, { place: client, a: 7, detail });
  const waiting = visit.timeWait;
  fails(waiting + 1e9, AppError.noPorts);
  fails(waiting + 1e9, AppError.timedOut);
  fails(waiting + 61e9, AppError.noPorts);
  const { trace, topology } = visit.run.indexed();
  const index = new TcpIndex(trace, topology);
  index.scan();
  const failures = Array.from({ length: trace.records.length }, (_, record) => record).filter(
    (record) => trace.kind(record) === RecordKind.appError,
  );
  const told = failures.map((record) => portExhaustion(trace, topology, index, record));

  test('is told of layer 4: how many ports wait in TIME-WAIT towards where', () => {
    expect(told[0]).toMatch(
      /^client has no port left towards 10\.\d+\.\d+\.\d+:80: of the 1 that it took from 10\.[\d.]+, 1 wait in TIME-WAIT$/,
    );
  });

  test('is nothing for a failure of another kind', () => {
    expect(told[1]).toBeUndefined();
  });

  test('counts no port that was given back', () => {
    expect(told[2]).toBeUndefined();
  });
});
