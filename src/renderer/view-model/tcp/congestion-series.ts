import { endAt } from '../../../shared/trace/ends';
import { isRetransmission } from '../../../shared/trace/kinds/tcp';
import { QuicSendReason } from '../../../shared/trace/quic';
import { none, RecordKind } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { GrowingList } from '../growing-list';
import type { ConnectionRecords } from './connection-records';

/** What is drawn over time. Bytes, then nanoseconds. */
export const congestionColumns = [
  'congestionWindow',
  'slowStartThreshold',
  'bytesInFlight',
  'sendWindow',
  'smoothedRoundTrip',
  'retransmissionTimeout',
] as const;
export type CongestionColumn = (typeof congestionColumns)[number];
const width = congestionColumns.length;

/** Points in the order of time: a value holds until the next point; null: not known or not set yet. */
export interface CongestionPoints {
  /** Nanoseconds. */
  readonly times: number[];
  /** By column, as in `congestionColumns`. */
  readonly values: (number | null)[][];
  /** The record behind each point. */
  readonly records: number[];
}

/** Least, greatest and last values of some consecutive records. NaN: not known. */
interface Bucket {
  readonly first: number;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  readonly last: Float64Array;
}

const defaultLimits = { buckets: 4096, exact: 16_384 };

/**
 * Congestion of one end of a connection over time, taken in as the trace grows. The whole is kept in a bounded number
 * of buckets of equally many records, so that a trace of any length is drawn at once and no peak is lost; a stretch of
 * few records is given exactly, from the trace.
 */
export class CongestionSeries {
  /** The `tcp.send` records of what was sent again, in order. */
  readonly retransmissions = new GrowingList();
  /** Bytes of payload sent, with what was sent again. */
  sentBytes = 0;
  private readonly records = new GrowingList();
  private buckets: Bucket[] = [];
  private perBucket = 1;
  private latest = -1;
  private readonly current = new Float64Array(width).fill(NaN);

  constructor(
    private readonly trace: TraceReader,
    private readonly source: ConnectionRecords,
    private readonly connection: number,
    private readonly end: 0 | 1,
    private readonly limits = defaultLimits,
  ) {}

  /** How many records tell of this end's congestion. */
  get length(): number {
    return this.records.length;
  }

  /** Takes in what the trace grew by. Returns whether that was anything of this end. */
  update(): boolean {
    const before = this.records.length;
    for (const record of this.source.since(this.connection, this.latest)) {
      this.latest = record;
      const place = this.trace.place(record);
      if (tellsOfCongestion(this.trace.kind(record)) && this.isOwn(place, record)) this.take(record);
    }
    return this.records.length > before;
  }

  /** The points from one time to another, nanoseconds, with one more on either side; all of them without. */
  points(from = -Infinity, to = Infinity): CongestionPoints {
    const first = Math.max(0, this.countBefore(from) - 1);
    const end = Math.min(this.length, this.countBefore(to) + 1);
    return end - first <= this.limits.exact ? this.exactly(first, end) : this.inBuckets(first, end);
  }

  /** The retransmission nearest to a time, nanoseconds; undefined when there was none. */
  retransmissionNear(time: number): number | undefined {
    const after = lowerBound(this.trace, this.retransmissions, time);
    const [one, other] = [this.retransmissions.at(after - 1), this.retransmissions.at(after)];
    if (one === undefined || other === undefined) return one ?? other;
    return time - this.trace.time(one) <= this.trace.time(other) - time ? one : other;
  }

  /** How many retransmissions there were before a time, nanoseconds. */
  retransmissionsBefore(time: number): number {
    return lowerBound(this.trace, this.retransmissions, time);
  }

  private countBefore(time: number): number {
    if (time === -Infinity) return 0;
    return time === Infinity ? this.length : lowerBound(this.trace, this.records, time);
  }

  private isOwn(place: number, record: number): boolean {
    return endAt(this.trace, this.connection, record) === this.end;
  }

  private take(record: number): void {
    read(this.trace, record, this.current);
    if (isSend(this.trace.kind(record))) {
      this.sentBytes += this.trace.payloadBytes(this.trace.packet(record));
      if (repairs(this.trace, record)) this.retransmissions.push(record);
    }
    const isNew = this.records.length % this.perBucket === 0;
    this.records.push(record);
    const bucket = isNew ? newBucket(this.records.length - 1, this.current) : this.buckets.at(-1);
    if (!bucket) return;
    if (isNew) this.buckets.push(bucket);
    widen(bucket, this.current, this.current, this.current);
    if (this.buckets.length > this.limits.buckets) this.halve();
  }

  private halve(): void {
    const halved: Bucket[] = [];
    for (let at = 0; at < this.buckets.length; at += 2) {
      const [one, other] = [this.buckets[at], this.buckets[at + 1]];
      if (one && other) widen(one, other.least, other.greatest, other.last);
      if (one) halved.push(one);
    }
    this.buckets = halved;
    this.perBucket *= 2;
  }

  private exactly(first: number, end: number): CongestionPoints {
    const points = noPoints();
    const bucket = Math.floor(first / this.perBucket);
    // What held before the stretch: as its bucket's predecessor left it, and on from there.
    const values = this.buckets[bucket - 1]?.last.slice() ?? new Float64Array(width).fill(NaN);
    for (let at = bucket * this.perBucket; at < end; at += 1) {
      const record = this.records.at(at) ?? 0;
      read(this.trace, record, values);
      if (at >= first) addPoint(points, this.trace.time(record), record, values);
    }
    return points;
  }

  private inBuckets(first: number, end: number): CongestionPoints {
    const points = noPoints();
    const from = Math.floor(first / this.perBucket);
    const to = Math.min(this.buckets.length, Math.ceil(end / this.perBucket));
    for (const bucket of this.buckets.slice(from, to)) {
      const begin = this.records.at(bucket.first) ?? 0;
      const endPlace = Math.min(this.length, bucket.first + this.perBucket) - 1;
      const last = this.records.at(endPlace) ?? begin;
      const start = this.trace.time(begin);
      const finish = this.trace.time(last);
      addPoint(points, start, begin, bucket.least);
      addPoint(points, start + Math.floor((finish - start) / 2), begin, bucket.greatest);
      addPoint(points, finish, last, bucket.last);
    }
    return points;
  }
}

const kindsOfCongestion: readonly number[] = [
  RecordKind.tcpCongestion,
  RecordKind.tcpSend,
  RecordKind.tcpRoundTrip,
  RecordKind.quicCongestion,
  RecordKind.quicSend,
  RecordKind.quicRoundTrip,
];

function tellsOfCongestion(kind: number): boolean {
  return kindsOfCongestion.includes(kind);
}

function isSend(kind: number): boolean {
  return kind === RecordKind.tcpSend || kind === RecordKind.quicSend;
}

/** Whether what was sent repairs a loss, or looks for one. */
function repairs(trace: TraceReader, record: number): boolean {
  const detail = trace.detail(record);
  if (trace.kind(record) === RecordKind.tcpSend) return isRetransmission(detail);
  return detail === QuicSendReason.retransmission || detail === QuicSendReason.probe;
}

/** Puts what a record tells into the values that hold from it on. */
function read(trace: TraceReader, record: number, values: Float64Array): void {
  const a = trace.a(record);
  const b = trace.b(record);
  switch (trace.kind(record)) {
    case RecordKind.tcpCongestion:
    case RecordKind.quicCongestion:
      values[0] = a;
      values[1] = b === none ? NaN : b;
      break;
    case RecordKind.tcpSend:
      values[2] = a;
      values[3] = b;
      break;
    case RecordKind.quicSend:
      // Flow control is each stream's own.
      values[2] = a;
      break;
    default:
      values[4] = a * 1000;
      values[5] = b * 1000;
  }
}

function newBucket(first: number, values: Float64Array): Bucket {
  return { first, least: values.slice(), greatest: values.slice(), last: values.slice() };
}

function widen(bucket: Bucket, least: Float64Array, greatest: Float64Array, last: Float64Array): void {
  for (let column = 0; column < width; column += 1) {
    const [low, high] = [least[column] ?? NaN, greatest[column] ?? NaN];
    // A comparison with NaN is false: what is not known yet gives way to what is.
    if (!((bucket.least[column] ?? NaN) <= low)) bucket.least[column] = known(low, bucket.least[column]);
    if (!((bucket.greatest[column] ?? NaN) >= high))
      bucket.greatest[column] = known(high, bucket.greatest[column]);
  }
  bucket.last.set(last);
}

function known(value: number, otherwise = NaN): number {
  return Number.isNaN(value) ? otherwise : value;
}

function noPoints(): CongestionPoints {
  return { times: [], values: congestionColumns.map(() => []), records: [] };
}

function addPoint(points: CongestionPoints, time: number, record: number, values: Float64Array): void {
  points.times.push(time);
  points.records.push(record);
  for (const [column, list] of points.values.entries()) {
    const value = values[column] ?? NaN;
    list.push(Number.isNaN(value) ? null : value);
  }
}

/** How many records of a list in order are before a time. */
function lowerBound(trace: TraceReader, records: GrowingList, time: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (trace.time(records.at(middle) ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The packet that a record is about: its own, or that of what caused it (a congestion window changes because an
 * acknowledgement arrived). Undefined when none is near.
 */
export function packetBehind(trace: TraceReader, record: number): number | undefined {
  let at = record;
  for (let step = 0; step < 4 && at !== none; step += 1) {
    const packet = trace.packet(at);
    if (packet !== none) return packet;
    const cause = trace.cause(at);
    at = cause < at ? cause : none;
  }
  return undefined;
}

/**
 * How high the axis of bytes reaches: over window and flight, and over the two limits as well where they are not far
 * above, since a peer's window of megabytes would press all else flat.
 */
export function bytesShown(points: CongestionPoints, shown: readonly boolean[]): number {
  const peak = (column: number) =>
    shown[column] === false
      ? 0
      : (points.values[column] ?? []).reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const main = Math.max(peak(0), peak(2));
  const limits = [peak(1), peak(3)].filter((value) => main === 0 || value <= main * 2.5);
  return Math.max(1, main, ...limits);
}
