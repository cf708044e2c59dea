import type { LaneSummary } from '../../../shared/trace/lanes-summary';
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
    write: (value) => (value === 0 ? '0' : value < 1e9 ? `${Math.round(value / 1e6)} ms` : spokenSpan(value)),
  },
  {
    name: 'Stalled by loss',
    says: 'Requests that waited for bytes that were lost: their own, or those of others before them',
    value: ({ stalledByLoss }) => stalledByLoss,
    write: count,
  },
];

const ofCalls: readonly Measure[] = [
  {
    name: 'First frame',
    says: "From the call's start to the first frame at the receiver",
    value: ({ firstByte }) => firstByte,
    write: time,
  },
  ...ofRequests.slice(2, 6),
];

/** A group's figures; the best of those compared is marked where they differ. */
export function summaryFigures(summary: LaneSummary, groups: readonly LaneSummary[]): SummaryFigure[] {
  const isCall = ({ workload }: LaneSummary) => workload.kind === 'media';
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
