import { describe, expect, it } from 'vitest';
import { TraceWriter } from '../../../engine/trace/trace-writer';
import { connectionRow } from '../connections';
import { none } from '../record';
import { Keyframes } from './keyframes';
import { LabState } from './state/lab-state';
import { foldNext } from './fold';
import { hashState } from './state-hash';
import { StateSeeker } from './state-seeker';
import type { TraceReader } from '../trace-reader';

/** Requests one after another, each on a connection and a stream of its own. */
function manyRequests(requests: number): TraceReader {
  const writer = new TraceWriter();
  for (let request = 0; request < requests; request += 1) {
    const opener = { device: 0, address: 1, port: request & 0xffff };
    writer.trace.connections.push(connectionRow('quic', opener, { device: 1, address: 2, port: 443 }));
    writer.appStart(0, request, 0, none);
    writer.quicState(0, request, 0, 1, 0);
    writer.quicState(1, request, 0, 1, 1);
    writer.quicStream(0, request, 0, 0, 0, 1, 0);
    writer.httpRequest(0, request, request);
    writer.quicDeliver(1, none, request, 0, 300);
    writer.httpResponse(1, request, request, 200);
    writer.httpResponseReceived(0, request, request, 200);
  }
  return writer.trace;
}

/** One state's bytes at a trace's end. */
function sizeOfOne(trace: TraceReader): number {
  return new StateSeeker(trace, Infinity).at(trace.records.length).measure(new Set());
}

/** Counts the records that are folded while something is done. */
function foldedBy(trace: TraceReader, action: () => void): number {
  let folded = 0;
  const kind = trace.kind.bind(trace);
  trace.kind = (seq) => {
    folded += 1;
    return kind(seq);
  };
  action();
  trace.kind = kind;
  return folded;
}

describe('keyframes', () => {
  it('of 40,000 requests take little more than the state at the end', () => {
    const trace = manyRequests(40_000);
    const { keyframes } = seekerOver(trace, 1024);
    expect(keyframes.count).toBeGreaterThan(300);
    expect(keyframes.size).toBeLessThan(1.5 * sizeOfOne(trace));
  });

  it('stay within their room, however many records change the same rows', () => {
    const rows = 5_000;
    const keyframes = new Keyframes(1_000, 4_000_000);
    const state = new LabState();
    let largest = 0;
    for (state.next = 0; state.next < 1_000_000; state.next += 1) {
      // A prime stride: neighbours in time are far from each other in the table.
      state.ends.edit((state.next * 4_999) % rows).increase(0, 1);
      keyframes.pass(state);
      largest = Math.max(largest, keyframes.size);
    }
    expect(largest).toBeLessThanOrEqual(4_000_000);
    expect(keyframes.count).toBeGreaterThan(2);
    expect(keyframes.count * keyframes.distance).toBeGreaterThan(1_000_000);
  });

  it('make any moment as near as their distance, when the whole trace was folded once', () => {
    const trace = manyRequests(20_000);
    const seeker = seekerOver(trace, 4096);
    const state = new LabState();
    for (let seek = 1; seek <= 100; seek += 1) {
      const target = Math.floor(((seek * 0.618034) % 1) * trace.records.length);
      const folded = foldedBy(trace, () => seeker.move(state, target));
      expect(folded).toBeLessThanOrEqual(seeker.keyframes.distance);
    }
  });

  it('give the states that folding from the beginning gives, also after some were forgotten', () => {
    const trace = manyRequests(500);
    const seeker = new StateSeeker(trace, 64, 1);
    seeker.at(trace.records.length);
    expect(seeker.keyframes.distance).toBeGreaterThan(64);
    const straight = new LabState();
    const moved = new LabState();
    for (let target = 0; target <= trace.records.length; target += 397) {
      while (straight.next < target) foldNext(straight, trace);
      expect(hashState(seeker.move(moved, target))).toBe(hashState(straight));
      seeker.move(moved, trace.records.length - target);
    }
  });
});

function seekerOver(trace: TraceReader, spacing: number): StateSeeker {
  const seeker = new StateSeeker(trace, spacing);
  seeker.at(trace.records.length);
  return seeker;
}
