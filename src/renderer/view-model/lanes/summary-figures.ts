import { hasWorkloadTrait } from '../../../shared/workloads/workload';
import { LaneWhy } from '../../../shared/lanes/lanes';
import { MediaFate } from '../../../shared/trace/record';
import type { LaneSummary } from '../../../shared/lanes/lanes-summary';
import { readableBytes, spokenSpan } from '../tcp/figures';
import { readableTime } from '../time-format';

/** A figure of a group: what it gained or paid. */
export interface SummaryFigure {
  readonly name: string;
  readonly says: string;
  readonly text: string;
  /** Less than all others' that are compared. */
  readonly isBest: boolean;
}

interface Measure {
  readonly name: string;
  readonly says: string;
  readonly value: (summary: LaneSummary) => number | undefined;
  /** It grows until the last request is read: before that it is a part, and no merit. */
  readonly isTotal?: true;
  readonly write: (value: number) => string;
}

const count = (value: number) => value.toLocaleString('en');
/** Three significant figures are enough to compare by. */
const time = (value: number) => {
  const unit = value >= 1e9 ? 1e9 : value >= 1e6 ? 1e6 : 1e3;
  return readableTime(Number((value / unit).toPrecision(4)) * unit);
};

const span = (value: number) => (value === 0 ? '0' : spokenSpan(value));

const ofRequests: readonly Measure[] = [
  {
    name: 'First byte',
    says: "From the first request's start to the first byte of any response that the client can use",
    value: ({ firstByte }) => firstByte,
    write: time,
  },
  {
    name: 'Page complete',
    says: "From the first request's start to the last response",
    value: ({ complete }) => complete,
    write: time,
  },
  {
    name: 'On the wire',
    says: 'Bytes of all frames that both ends sent: handshakes, headers and repeats among them',
    isTotal: true,
    value: ({ wireBytes }) => wireBytes,
    write: readableBytes,
  },
  {
    name: 'Handshakes',
    says: "TCP's, TLS's over TCP, and QUIC's, which is both in one",
    isTotal: true,
    value: ({ handshakes }) => handshakes,
    write: count,
  },
  {
    name: 'Connections',
    says: 'Connections opened',
    isTotal: true,
    value: ({ connections }) => connections,
    write: count,
  },
  {
    name: 'Blocked',
    says: 'How long its requests were queued or blocked, added up',
    isTotal: true,
    value: ({ blocked }) => blocked,
    write: span,
  },
  {
    name: 'Stalled by loss',
    says: 'Requests that waited for bytes that were lost: their own, or those of others before them',
    isTotal: true,
    value: ({ stalledByLoss }) => stalledByLoss,
    write: count,
  },
];

/** Frames of a call by what became of them. */
const framesOf = (summary: LaneSummary, ...fates: readonly (0 | 1 | 2 | 3)[]) =>
  summary.lanes.reduce(
    (total, { frames }) => total + fates.reduce<number>((sum, fate) => sum + frames[fate], 0),
    0,
  );

const ofCalls: readonly Measure[] = [
  {
    name: 'First frame',
    says: "From the call's start to the first frame at the receiver",
    value: ({ firstByte }) => firstByte,
    write: time,
  },
  {
    name: 'Left out',
    says: 'Frames that were not there when their moment came, and were skipped for good',
    value: (summary) => framesOf(summary, MediaFate.skipped),
    write: count,
  },
  {
    name: 'Freezes',
    says: 'Frames for which the picture stood still',
    value: (summary) => framesOf(summary, MediaFate.frozen),
    write: count,
  },
  {
    name: 'Frozen for',
    says: 'How long the picture stood still, added up',
    value: ({ lanes }) =>
      lanes.reduce((total, lane) => total + lane.timeIn(({ why }) => why === LaneWhy.frozen), 0),
    write: span,
  },
  ...ofRequests.slice(2, 5),
];

const isCall = ({ workload }: LaneSummary) => hasWorkloadTrait(workload, 'calling');

/**
 * A group's figures; the best of those compared is marked where they differ. Totals of who has not read all that it asked
 * for are not compared, and those of who still waits say so.
 */
export function summaryFigures(summary: LaneSummary, groups: readonly LaneSummary[]): SummaryFigure[] {
  const alike = groups.filter((one) => isCall(one) === isCall(summary));
  return (isCall(summary) ? ofCalls : ofRequests).map(({ name, says, value, write, isTotal }) => {
    const comparable = (one: LaneSummary) => (isTotal && !hasReadAll(one) ? undefined : value(one));
    const [own, compared] = [value(summary), comparable(summary)];
    const part = isTotal && !isCall(summary) && !summary.isOver ? ' so far' : '';
    return {
      name,
      says,
      text: own === undefined ? '–' : write(own) + part,
      isBest:
        compared !== undefined &&
        alike.every((one) => one === summary || compared < (comparable(one) ?? Infinity)) &&
        alike.length > 1,
    };
  });
}

/** Whether a group's totals stand for all that it asked for. A call asks for nothing. */
function hasReadAll(summary: LaneSummary): boolean {
  return isCall(summary) || summary.complete !== undefined;
}
