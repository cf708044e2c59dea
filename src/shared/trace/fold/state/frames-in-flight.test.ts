import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SegmentFields, TraceWriter } from '../../../../engine/trace/trace-writer';
import { DropReason } from '../../kinds/drop-reasons';
import { none } from '../../record';
import type { TraceReader } from '../../trace-reader';
import { foldNext } from '../fold';
import { LabState } from './lab-state';

const direction = 2;

/** A link direction, written as the engine would, and what is on it by the plainest account. */
class Link {
  readonly writer = new TraceWriter();
  readonly onLink: { packet: number; send: number }[] = [];

  packet(): number {
    return this.writer.packet(new SegmentFields());
  }

  send(): void {
    const packet = this.packet();
    this.onLink.push({ packet, send: this.writer.linkSend(direction, packet, none, 0, 64) });
  }

  /** The frame in a place of those on the link leaves it, at its end or by a loss. */
  leave(place: number, isLost: boolean, knowsCause: boolean): void {
    const [frame] = this.onLink.splice(place, 1);
    if (!frame) return;
    const cause = knowsCause ? frame.send : none;
    if (isLost) this.writer.linkDrop(direction, frame.packet, none, DropReason.randomLoss, cause);
    else this.writer.linkArrive(direction, frame.packet, none, 64, cause);
  }

  /** A frame that the queue has no room for: it never is on the link. */
  refuse(): void {
    const cause = this.writer.appStart(0, 0, 0);
    this.writer.linkDrop(direction, this.packet(), none, DropReason.queueFull, cause);
  }

  /** A copy that the link made of a frame in a place arrives: it never was on the link by itself. */
  arriveTwice(place: number): void {
    const frame = this.onLink[place];
    if (frame) this.writer.linkArrive(direction, this.packet(), none, 64, frame.send);
  }

  cut(order: (left: { send: number }, right: { send: number }) => number): void {
    const cause = this.writer.linkCut(direction >>> 1);
    for (const { packet } of this.onLink.splice(0).sort(order))
      this.writer.linkDrop(direction, packet, none, DropReason.linkCut, cause);
  }
}

function framesAfter(trace: TraceReader): number[] {
  const state = new LabState();
  while (state.next < trace.records.length) foldNext(state, trace);
  const frames = [...(state.inFlight.on(direction) ?? [])];
  expect(state.inFlight.count).toBe(frames.length);
  return frames;
}

const happening = fc.record({
  what: fc.constantFrom('send', 'send', 'send', 'arrive', 'lose', 'refuse', 'copy', 'cut'),
  place: fc.nat(6),
  knowsCause: fc.boolean(),
});

describe('the frames on a link', () => {
  it('are those that were sent and have not left, whatever the order in which they leave', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const link = new Link();
        for (const { what, place, knowsCause } of happenings) {
          if (what === 'send') link.send();
          else if (what === 'refuse') link.refuse();
          else if (what === 'copy') link.arriveTwice(place);
          else if (what === 'cut') link.cut((left, right) => right.send - left.send);
          else link.leave(place, what === 'lose', knowsCause);
          expect(framesAfter(link.writer.trace)).toEqual(link.onLink.map(({ send }) => send));
        }
      }),
    );
  });

  it('are found without looking through those before them', () => {
    const link = new Link();
    const frames = 20_000;
    for (let frame = 0; frame < frames; frame += 1) link.send();
    link.cut((left, right) => right.send - left.send);
    const { trace } = link.writer;
    let reads = 0;
    const packet = trace.packet.bind(trace);
    trace.packet = (seq) => {
      reads += 1;
      return packet(seq);
    };
    expect(framesAfter(trace)).toEqual([]);
    expect(reads).toBeLessThan(10 * frames);
  });

  it('are kept apart in copies of a state', () => {
    const link = new Link();
    for (let frame = 0; frame < 3; frame += 1) link.send();
    const { trace } = link.writer;
    const state = new LabState();
    while (state.next < 3) foldNext(state, trace);
    const copy = state.copy();
    link.leave(1, false, true);
    foldNext(copy, trace);
    expect([...(state.inFlight.on(direction) ?? [])]).toEqual([0, 1, 2]);
    expect([...(copy.inFlight.on(direction) ?? [])]).toEqual([0, 2]);
  });
});
