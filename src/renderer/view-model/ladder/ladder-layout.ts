import { none } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { GrowingFloats, GrowingList } from '../growing-list';
import type { Position } from '../run/position';
import type { RunIndex } from '../run/run-index';
import type { RunTopology } from '../run/run-topology';
import { LadderEventReader, type LadderEvent } from './ladder-events';

/** Pixels from one event to the next at least, so that labels do not touch. */
const leastGap = { sent: 18, arrived: 16, lost: 14, state: 16 } as const;
/** Pixels more for a flight's worth of time, so that arrows slant as much as their flight is long. */
const flightHeight = 44;
/** A gap of more flights than that is broken off. */
const longestGap = 4;
/** Pixels of a broken gap. */
const brokenGap = 52;
/** Pixels above the first event and below the last. */
export const ladderMargin = 22;
/** Pixels that the playhead keeps from the events it lies between. */
const playheadClearance = 6;
/** Where along its way a loss is drawn at the nearest and at the farthest, so that its cross is off the lifelines. */
const lossBetween = { least: 0.3, most: 0.85 } as const;

/** An arrow of the ladder; y in pixels from its top. */
export interface LadderArrow {
  readonly packet: number;
  /** The record to go to: its first bit leaves. */
  readonly record: number;
  /** The end that sends. */
  readonly from: 0 | 1;
  readonly startY: number;
  readonly endY: number;
  /** How far it gets, 0 to 1 of the way between the lifelines. */
  readonly reach: number;
  readonly fate: 'delivered' | 'lost' | 'under way';
  /** The record of its loss or arrival; undefined while under way. */
  readonly endRecord: number | undefined;
}

/** A time or state beside a lifeline. */
export interface LadderMark {
  readonly end: 0 | 1;
  readonly y: number;
  readonly time: number;
  readonly record: number;
  readonly kind: LadderEvent['kind'];
}

/** A stretch of time that is left out. */
export interface LadderBreak {
  readonly y: number;
  /** Nanoseconds. */
  readonly skipped: number;
}

export interface LadderView {
  readonly arrows: readonly LadderArrow[];
  /** Arrows that only pass through: they begin above the view and end below it. */
  readonly passing: readonly LadderArrow[];
  readonly marks: readonly LadderMark[];
  readonly breaks: readonly LadderBreak[];
}

const kinds = ['sent', 'arrived', 'lost', 'state'] as const;

/**
 * The sequence diagram of one connection, laid out along its events: time runs down, even where little happens,
 * stretched where much does, long waits broken off. Held in columns, so that a million segments fit; only what is in
 * view is made into objects.
 */
export class LadderLayout {
  private readonly reader: LadderEventReader;
  private readonly times = new GrowingFloats();
  private readonly heights = new GrowingFloats();
  private readonly records = new GrowingList();
  /** Kind * 2 + end of each event. */
  private readonly natures = new GrowingList();
  private readonly packets = new GrowingList();
  private readonly starts = new GrowingList();
  private readonly ends = new GrowingList();
  private readonly arrowByPacket = new GrowingList();
  private readonly flight: number;
  private longestArrow = 0;

  constructor(
    trace: TraceReader,
    private readonly index: RunIndex,
    topology: RunTopology,
    readonly connection: number,
  ) {
    this.reader = new LadderEventReader(trace, index, connection, (event) => this.take(event));
    this.flight = Math.max(1000, ...topology.lab.links.map((link) => link.delay));
  }

  /** Takes in what the trace grew by. */
  update(complete: boolean): void {
    this.reader.read(complete);
  }

  /** Pixels in all. */
  get height(): number {
    const last = this.heights.length - 1;
    return last < 0 ? 0 : this.heights.at(last) + ladderMargin * 2;
  }
  get arrowCount(): number {
    return this.starts.length;
  }

  /** What is to be drawn between two heights. */
  view(top: number, bottom: number): LadderView {
    const arrows: LadderArrow[] = [];
    const passing: LadderArrow[] = [];
    for (let arrow = this.firstArrowFrom(top - this.longestArrow); arrow < this.starts.length; arrow += 1) {
      const startY = this.startOf(arrow);
      if (startY > bottom) break;
      const endY = this.endOf(arrow);
      if (endY >= top) (startY < top && endY > bottom ? passing : arrows).push(this.arrow(arrow));
    }
    const marks: LadderMark[] = [];
    const breaks: LadderBreak[] = [];
    for (let event = this.heights.countBelow(top - brokenGap); event < this.heights.length; event += 1) {
      if (this.heights.at(event) > bottom + brokenGap) break;
      marks.push(this.mark(event));
      const skipped = this.skippedBefore(event);
      if (skipped > 0) breaks.push({ y: this.heights.at(event) - brokenGap / 2, skipped });
    }
    return { arrows, passing, marks, breaks };
  }

  /** Height of the playhead: between two events as far as time has gone from the one to the other. */
  heightAt({ time, records }: Position): number {
    const passed = this.eventsPassed(time, records);
    if (passed === 0) return ladderMargin / 2;
    const from = this.heights.at(passed - 1);
    if (passed >= this.times.length) return from + ladderMargin / 2;
    const before = this.times.at(passed - 1);
    const span = this.times.at(passed) - before;
    const share = span > 0 ? Math.min(1, Math.max(0, (time - before) / span)) : 0;
    const to = this.heights.at(passed);
    // Clear of what is written beside either event.
    const clearance = Math.min(playheadClearance, (to - from) / 2);
    return from + clearance + (to - from - 2 * clearance) * share;
  }

  /** Height at which a packet's arrow begins; undefined when it is not of this connection. */
  heightOfPacket(packet: number): number | undefined {
    const arrow = this.arrowByPacket.at(packet);
    return arrow === undefined || arrow === none ? undefined : this.heights.at(this.starts.at(arrow) ?? 0);
  }

  private take(event: LadderEvent): void {
    const number = this.times.length;
    this.heights.push(this.nextHeight(event));
    this.times.push(event.time);
    this.records.push(event.record);
    this.natures.push(kinds.indexOf(event.kind) * 2 + event.end);
    if (event.kind === 'sent') this.begin(event.packet, number);
    else if (event.kind !== 'state') this.finish(event.packet, number);
  }

  private nextHeight({ kind, time, end }: LadderEvent): number {
    const last = this.times.length - 1;
    if (last < 0) return ladderMargin;
    const y = this.heights.at(last);
    const elapsed = time - this.times.at(last);
    // A state that an arrival brought about is written beside its time.
    const shares =
      kind === 'state' && elapsed === 0 && this.natures.at(last) === kinds.indexOf('arrived') * 2 + end;
    if (shares) return y;
    const flights = elapsed / this.flight;
    return y + (flights > longestGap ? brokenGap : leastGap[kind] + flightHeight * Math.min(1, flights));
  }

  private begin(packet: number, event: number): void {
    this.arrowByPacket.set(packet, this.starts.length, none);
    this.packets.push(packet);
    this.starts.push(event);
    this.ends.push(none);
  }

  private finish(packet: number, event: number): void {
    const arrow = this.arrowByPacket.at(packet);
    if (arrow === undefined || arrow === none || this.ends.at(arrow) !== none) return;
    this.ends.set(arrow, event, none);
    const height = this.heights.at(event) - this.heights.at(this.starts.at(arrow) ?? 0);
    this.longestArrow = Math.max(this.longestArrow, height);
  }

  private startOf(arrow: number): number {
    return this.heights.at(this.starts.at(arrow) ?? 0);
  }

  private endOf(arrow: number): number {
    const end = this.ends.at(arrow) ?? none;
    return end === none ? this.startOf(arrow) + flightHeight / 2 : this.heights.at(end);
  }

  private arrow(arrow: number): LadderArrow {
    const start = this.starts.at(arrow) ?? 0;
    const end = this.ends.at(arrow) ?? none;
    const packet = this.packets.at(arrow) ?? 0;
    const loss = end === none ? undefined : this.index.lossOf(packet);
    const falls = end !== none && kinds[(this.natures.at(end) ?? 0) >>> 1] === 'lost';
    return {
      packet,
      record: this.records.at(start) ?? 0,
      from: ((this.natures.at(start) ?? 0) & 1) as 0 | 1,
      startY: this.startOf(arrow),
      endY: this.endOf(arrow),
      // What its host discards has come all the way.
      reach: falls ? this.reachOfLoss(start, end) : end === none ? 0.5 : 1,
      fate: end === none ? 'under way' : loss === undefined ? 'delivered' : 'lost',
      endRecord: loss ?? (end === none ? undefined : this.records.at(end)),
    };
  }

  private reachOfLoss(start: number, end: number): number {
    const share = (this.times.at(end) - this.times.at(start)) / this.flight;
    return Math.min(lossBetween.most, Math.max(lossBetween.least, share));
  }

  private mark(event: number): LadderMark {
    const nature = this.natures.at(event) ?? 0;
    return {
      end: (nature & 1) as 0 | 1,
      y: this.heights.at(event),
      time: this.times.at(event),
      record: this.records.at(event) ?? 0,
      kind: kinds[nature >>> 1] ?? 'state',
    };
  }

  private skippedBefore(event: number): number {
    if (event === 0) return 0;
    const elapsed = this.times.at(event) - this.times.at(event - 1);
    return elapsed / this.flight > longestGap ? elapsed : 0;
  }

  private firstArrowFrom(height: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.heights.at(this.starts.at(middle) ?? 0) < height) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Events of earlier times, and of the same time those whose record is folded in. */
  private eventsPassed(time: number, records: number): number {
    let passed = this.times.countBelow(time);
    while (passed < this.times.length && this.times.at(passed) === time) {
      if ((this.records.at(passed) ?? 0) >= records) break;
      passed += 1;
    }
    return passed;
  }
}
