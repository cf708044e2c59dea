import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../src/engine/world/simulation';
import { fillCells } from '../../src/renderer/view-model/lanes/lane-cells';
import { resolveLab } from '../../src/shared/lab/lab';
import { validateLab } from '../../src/shared/lab/validate';
import { LaneKind, LaneReader } from '../../src/shared/lanes/lanes';

const milliseconds = 1e6;

/** The lanes of a scenario's first workload in steps of time: `=` bytes flow, `x` blocked by a loss, `.` anything else. */
function lanesOf(id: string, from: number, step: number, steps = 5): string[] {
  const file = new URL(`../../scenarios/${id}.hoplab.json`, import.meta.url);
  const outcome = validateLab(JSON.parse(readFileSync(file, 'utf8')));
  if (!outcome.ok) throw new TypeError(JSON.stringify(outcome.problems));
  const simulation = createSimulation(resolveLab(outcome.document));
  simulation.advance(Infinity);
  const reader = new LaneReader(simulation.lab, simulation.trace);
  reader.scan();
  const columns = { from: from * milliseconds, step: step * milliseconds, count: steps };
  const cells = new Uint8Array(steps);
  const signs: Readonly<Record<number, string>> = { [LaneKind.flowing]: '=', [LaneKind.blocked]: 'x' };
  return reader.lanes
    .filter((lane) => lane.workload === 0)
    .map((lane) => {
      fillCells(lane, columns, reader.time, cells);
      return [...cells].map((kind) => signs[kind] ?? '.').join('');
    });
}

describe('R1, R2 and R3 in steps t1 to t5', () => {
  it('wait in line over HTTP/1.1', () => {
    expect(lanesOf('http1-one-lane', 41, 219)).toEqual(['==...', '..==.', '....=']);
  });

  it('all freeze for one lost packet over HTTP/2', () => {
    expect(lanesOf('http2-one-loss-freezes-all', 700, 100)).toEqual(['==xx=', '==xx=', '==xx=']);
  });

  it('keep moving over HTTP/3, but for the one that lost it', () => {
    expect(lanesOf('http3-one-loss-one-stream', 600, 100)).toEqual(['=====', '==xx=', '=====']);
  });
});
