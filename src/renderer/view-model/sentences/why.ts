import { none, RecordKind } from '../../../shared/trace/record';
import { recordSentence } from './record-sentences';
import type { SentenceSource } from './sentence-source';
import type { Selection } from '../selection';

/** One link of a chain of causes. */
export interface CauseStep {
  readonly record: number;
  /** Nanoseconds. */
  readonly time: number;
  readonly says: string;
  /** Its packet; undefined when it is of none. */
  readonly packet: number | undefined;
}

export interface CauseChain {
  /** What is asked about last, what caused it before it. */
  readonly steps: readonly CauseStep[];
  /** Whether still earlier causes were left out. */
  readonly more: boolean;
}

/** The chain of causes that led to a record, at most `limit` steps of it. Plain forwarding from hop to hop is left out. */
export function causeChain(source: SentenceSource, record: number, limit: number): CauseChain {
  const steps: CauseStep[] = [];
  let at = record;
  let effect = none;
  while (at !== none && at < source.trace.records.length) {
    if (effect === none || isTelling(source, at, effect)) {
      if (steps.length === limit) return { steps: steps.reverse(), more: true };
      steps.push(stepOf(source, at));
    }
    effect = at;
    const cause = source.trace.cause(at);
    // A cause lies before its effect: anything else would go in circles.
    at = cause < at ? cause : none;
  }
  return { steps: steps.reverse(), more: false };
}

/** The record that 'why' is asked about: the selected packet's loss, else what is selected, else the playhead's last one. */
export function recordInQuestion(
  source: SentenceSource,
  selection: Selection,
  records: number,
): number | undefined {
  if (selection.kind === 'packet') return source.index.lossOf(selection.packet) ?? selection.record;
  return records > 0 ? records - 1 : undefined;
}

function stepOf({ trace, ...rest }: SentenceSource, record: number): CauseStep {
  const packet = trace.packet(record);
  return {
    record,
    time: trace.time(record),
    says: recordSentence({ trace, ...rest }, record),
    packet: packet === none ? undefined : packet,
  };
}

/** Leaves out what only moves a packet on: it arrived at a router, it was handed to a link that was free. */
function isTelling({ trace }: SentenceSource, record: number, effect: number): boolean {
  const kind = trace.kind(record);
  const movesOn = trace.packet(effect) === trace.packet(record);
  if (kind === RecordKind.linkSend) return !movesOn || trace.wait(record) > 0;
  return kind !== RecordKind.linkArrive || !(movesOn && trace.kind(effect) === RecordKind.linkSend);
}
