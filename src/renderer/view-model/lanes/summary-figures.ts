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
    value: ({ wireBytes }) => wireBytes,
    write: readableBytes,
  },
  {
    name: 'Handshakes',
    says: "TCP's, TLS's over TCP, and QUIC's, which is both in one",
    value: ({ handshakes }) => handshakes,
    write: count,
  },
  {
    name: 'Connections',
    says: 'Connections opened',
    value: ({ connections }) => connections,
    write: count,
  },
  {
    name: 'Blocked',
    says: 'How long its requests were queued or blocked, added up',
    value: ({ blocked }) => blocked,
    write: span,
  },
  {
    name: 'Stalled by loss',
    says: 'Requests that waited for bytes that were lost: their own, or those of others before them',
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

/** A group's figures; the best of those compared is marked where they differ. */
export function summaryFigures(summary: LaneSummary, groups: readonly LaneSummary[]): SummaryFigure[] {
  const isCall = ({ workload }: LaneSummary) => hasWorkloadTrait(workload, 'calling');
  const compared = groups.filter((one) => isCall(one) === isCall(summary));
  return (isCall(summary) ? ofCalls : ofRequests).map(({ name, says, value, write }) => {
    const own = value(summary);
    return {
      name,
      says,
      text: own === undefined ? '–' : write(own),
      isBest:
        own !== undefined &&
        compared.every((one) => one === summary || own < (value(one) ?? Infinity)) &&
        compared.length > 1,
    };
  });
}
