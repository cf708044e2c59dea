import { none } from '../../../shared/trace/record';
import type { Lab } from '../../../shared/lab/lab';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { countCrossings, crossingDevice } from './layer-crossings';
import type { Position } from '../run/position';

/**
 * What is looked at: whatever moves at the playhead, be it in a packet yet or not; whichever packet moves there; one
 * device; or one packet. Numbers are the trace's.
 */
export type LensSubject =
  | { readonly kind: 'playhead' }
  | { readonly kind: 'any-packet' }
  | { readonly kind: 'device'; readonly device: number }
  | { readonly kind: 'packet'; readonly packet: number };

/** A record, and which of its layer crossings (from 0) is the latest made. */
export interface LensFocus {
  readonly record: number;
  readonly crossing: number;
}

/**
 * Finds the latest layer crossing at or before the playhead that concerns a subject. It remembers what it found: a
 * playhead that moves on looks only at the records that it passed.
 */
export class LensFocusFinder {
  private subject: LensSubject = { kind: 'playhead' };
  /** The newest record below `searched` that concerns the subject; -1: there is none. */
  private found = -1;
  private searched = 0;

  constructor(
    private readonly lab: Lab,
    private readonly trace: TraceReader,
  ) {}

  find(position: Position, subject: LensSubject): LensFocus | undefined {
    if (!sameSubject(subject, this.subject)) {
      this.subject = subject;
      this.found = -1;
      this.searched = 0;
    }
    const record = this.latestBelow(Math.min(position.records, this.trace.records.length));
    if (record < 0) return undefined;
    return { record, crossing: this.crossingMade(record, position) };
  }

  private latestBelow(records: number): number {
    // Between what was found and as far as was searched there is nothing: only what lies outside is new.
    if (records > this.found && records <= this.searched) return this.found;
    const floor = records > this.searched ? this.searched : 0;
    let record = records - 1;
    while (record >= floor && !this.concerns(record)) record -= 1;
    const isNew = record >= floor;
    if (isNew || floor === 0) this.found = record;
    this.searched = records;
    return this.found;
  }

  private crossingMade(record: number, position: Position): number {
    const last = countCrossings(this.lab, this.trace, record) - 1;
    const isUnderWay = record === position.records - 1 && position.time === this.trace.time(record);
    return isUnderWay ? Math.min(last, Math.max(0, position.crossing - 1)) : last;
  }

  private concerns(record: number): boolean {
    const { subject, trace, lab } = this;
    if (subject.kind === 'any-packet') {
      if (trace.packet(record) === none) return false;
    } else if (subject.kind === 'packet') {
      if (trace.packet(record) !== subject.packet) return false;
    } else if (subject.kind === 'device' && crossingDevice(lab, trace, record) !== subject.device)
      return false;
    return countCrossings(lab, trace, record) > 0;
  }
}

/** Whether two subjects are the same thing. */
function sameSubject(one: LensSubject, other: LensSubject): boolean {
  if (one.kind === 'device' && other.kind === 'device') return one.device === other.device;
  if (one.kind === 'packet' && other.kind === 'packet') return one.packet === other.packet;
  return one.kind === other.kind && (one.kind === 'playhead' || one.kind === 'any-packet');
}

/** The packet of a record, undefined where it has none. */
export function packetOf(trace: TraceReader, record: number): number | undefined {
  const packet = trace.packet(record);
  return packet === none ? undefined : packet;
}
