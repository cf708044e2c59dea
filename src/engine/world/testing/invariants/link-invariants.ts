import type { LabLink } from '../../../../shared/lab/lab';
import { DropReason, RecordKind, dropReasons, none } from '../../../../shared/trace/record';
import { ethernetHeaderBytes, protocolTcp } from '../../../../shared/trace/packet';
import type { Trace } from '../../../../shared/trace/trace';
import { recordsOf, type Invariant, type RunUnderTest } from './run-under-test';

/** Beyond it a double has no nanoseconds; a run never gets there, but waits may. */
const exactUntil = Number.MAX_SAFE_INTEGER;

/** Nanoseconds, not rounded, in which a link takes a frame's bits one after the other. */
function serialisation(link: LabLink, frameBytes: number): number {
  return (frameBytes + link.frameOverhead) * (8e9 / link.bandwidth);
}

/** What a frame's way over one direction looks like: bounds of what may happen to it. */
interface Passage {
  readonly link: LabLink;
  /** When its first bit leaves. */
  readonly start: number;
  /** When its last bit has left, at the earliest: a nanosecond less than exactly, since a link rounds to whole ones. */
  readonly end: number;
}

function passageOf({ lab, trace }: RunUnderTest, send: number): Passage {
  const link = lab.links[trace.place(send) >>> 1];
  if (!link) throw new RangeError(`record ${send} is on no link`);
  const start = trace.time(send) + trace.wait(send);
  return { link, start, end: start + serialisation(link, trace.frameBytes(trace.packet(send))) - 1 };
}

/** The `link.send` of an arrival, or of a drop that a sent frame met; -1 where it was never sent. */
function sendOf(trace: Trace, fate: number): number {
  const cause = trace.cause(fate);
  if (cause === none) return -1;
  return trace.kind(cause) === RecordKind.linkSend && trace.place(cause) === trace.place(fate) ? cause : -1;
}

/** No frame arrives before its bits were put on the link one after the other, and then went the distance. */
export const nothingOutrunsLight: Invariant = (run) => {
  const { trace } = run;
  return recordsOf(trace, RecordKind.linkArrive).flatMap((arrival) => {
    const send = sendOf(trace, arrival);
    if (send < 0) return [`arrival ${arrival} has no link.send of its direction as its cause`];
    const { link, end } = passageOf(run, send);
    if (trace.time(arrival) >= end + link.delay) return [];
    const early = end + link.delay - trace.time(arrival);
    return [
      `frame of ${send} arrives on ${link.id} ${early.toFixed(0)} ns before light could (record ${arrival})`,
    ];
  });
};

/** A frame that a damaged medium lost on its way, or whose checksum gave it away, is lost after its last bit has left. */
export const nothingIsLostBeforeItLeft: Invariant = (run) => {
  const { trace } = run;
  return recordsOf(trace, RecordKind.linkDrop).flatMap((drop) => {
    const send = sendOf(trace, drop);
    if (send < 0 || trace.time(drop) >= passageOf(run, send).end) return [];
    return [`frame of ${send} is lost (${String(dropReasons[trace.detail(drop)])}) before it has left`];
  });
};

/** No link carries more than its MTU, and TCP never offers it more: both ends know what the way takes (RFC 9293 section 3.7.1). */
export const packetsFit: Invariant = ({ lab, trace }) => {
  const broken: string[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    const kind = trace.kind(seq);
    if (kind !== RecordKind.linkSend && kind !== RecordKind.linkDrop) continue;
    const link = lab.links[trace.place(seq) >>> 1];
    const packet = trace.packet(seq);
    const bytes = trace.frameBytes(packet) - ethernetHeaderBytes;
    const refused = kind === RecordKind.linkDrop && trace.detail(seq) === DropReason.tooLarge;
    if (kind === RecordKind.linkSend && bytes > (link?.mtu ?? 0))
      broken.push(`record ${seq}: ${bytes} B on ${link?.id ?? 'no link'}`);
    if (refused && trace.protocol(packet) === protocolTcp)
      broken.push(
        `record ${seq}: a segment of ${bytes} B for the ${link?.mtu ?? 0} B of ${link?.id ?? 'no link'}`,
      );
  }
  return broken;
};

/** In one direction a frame begins to leave after the one before has left; a cut wipes the transmitter. */
export const transmissionsNeverOverlap: Invariant = (run) => {
  const { lab, trace } = run;
  const freeFrom = new Float64Array(lab.links.length * 2);
  const broken: string[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    const place = trace.place(seq);
    if (trace.kind(seq) === RecordKind.linkCut) freeFrom.fill(0, place, place + 2);
    if (trace.kind(seq) !== RecordKind.linkSend) continue;
    const { link, start, end } = passageOf(run, seq);
    const free = freeFrom[place] ?? 0;
    if (start < free && free < exactUntil)
      broken.push(
        `frame of ${seq} begins to leave on ${link.id} ${free - start} ns before the one before has left`,
      );
    freeFrom[place] = end;
  }
  return broken;
};

/** Where nothing holds single frames back, frames arrive in the order in which they were sent. Copies come when they like. */
export const orderIsKept: Invariant = ({ lab, trace }) => {
  const latest = new Int32Array(lab.links.length * 2).fill(-1);
  return recordsOf(trace, RecordKind.linkArrive).flatMap((arrival) => {
    const place = trace.place(arrival);
    const link = lab.links[place >>> 1];
    if (!link || link.jitter > 0 || link.reorder > 0) return [];
    const send = trace.cause(arrival);
    if (trace.packet(send) !== trace.packet(arrival)) return [];
    const before = latest[place] ?? -1;
    latest[place] = send;
    return send >= before ? [] : [`frame of ${send} arrives on ${link.id} after that of ${before}`];
  });
};

/** A frame of one direction, or a copy of it, is sent, and then has one fate. */
interface Sent {
  readonly send: number;
  fates: number;
}

/**
 * Sent = arrived + lost + still on the way, frame by frame: nothing has two fates, nothing has a fate that was never sent, and what
 * has none would have arrived only after the end. Copies that a link made have one fate each.
 */
export const framesAreConserved: Invariant = (run) => {
  const { lab, trace, now } = run;
  const broken: string[] = [];
  const sent = lab.links.flatMap(() => [new Map<number, Sent>(), new Map<number, Sent>()]);
  const copies = lab.links.flatMap(() => [new Set<number>(), new Set<number>()]);
  for (let seq = 0; seq < trace.records.length; seq++) {
    const kind = trace.kind(seq);
    if (kind !== RecordKind.linkSend && kind !== RecordKind.linkArrive && kind !== RecordKind.linkDrop)
      continue;
    const place = trace.place(seq);
    const packet = trace.packet(seq);
    const frames = sent[place];
    const own = frames?.get(packet);
    if (kind === RecordKind.linkSend) {
      if (own) broken.push(`packet ${packet} is sent twice in direction ${place} (record ${seq})`);
      frames?.set(packet, { send: seq, fates: 0 });
    } else if (own) {
      own.fates += 1;
      if (own.fates > 1) broken.push(`frame of ${own.send} has a second fate (record ${seq})`);
    } else if (!isRefused(trace, seq)) {
      if (copies[place]?.has(packet)) broken.push(`copy ${packet} has a second fate (record ${seq})`);
      copies[place]?.add(packet);
    }
  }
  for (const frames of sent)
    for (const { send, fates } of frames.values()) {
      const { link, end } = passageOf(run, send);
      const latest = end + 2 + link.delay + link.jitter + (link.reorder > 0 ? link.reorderBy : 0);
      if (fates === 0 && latest < now && latest < exactUntil)
        broken.push(`frame of ${send} on ${link.id} is nowhere: it had to arrive by ${latest} ns`);
    }
  return broken;
};

/** A drop at the link's entrance: it was never sent, and is no copy, since a copy's loss comes of its original's sending, or of the cut. */
function isRefused(trace: Trace, drop: number): boolean {
  if (trace.kind(drop) !== RecordKind.linkDrop || sendOf(trace, drop) >= 0) return false;
  const cause = trace.cause(drop);
  return cause === none || trace.kind(cause) !== RecordKind.linkCut;
}

/** A queue refuses only what it has no room for: as much waits as it takes. */
export const queuesRefuseOnlyWhenFull: Invariant = ({ lab, trace }) => {
  const waiting = lab.links.flatMap(() => [new WaitingFrames(), new WaitingFrames()]);
  const broken: string[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    const kind = trace.kind(seq);
    const place = trace.place(seq);
    if (kind === RecordKind.linkCut) for (const direction of [place, place + 1]) waiting[direction]?.clear();
    const isSend = kind === RecordKind.linkSend;
    if (!isSend && !(kind === RecordKind.linkDrop && trace.detail(seq) === DropReason.queueFull)) continue;
    const link = lab.links[place >>> 1];
    const queue = waiting[place];
    if (!link || !queue) continue;
    const bytes = trace.frameBytes(trace.packet(seq));
    queue.until(trace.time(seq));
    const full = queue.frames + 1 > link.queuePackets || queue.bytes + bytes > link.queueBytes;
    if (isSend && trace.wait(seq) > 0 && full)
      broken.push(`record ${seq} waits on ${link.id} where there is no room`);
    if (isSend && trace.wait(seq) > 0) queue.add(trace.time(seq) + trace.wait(seq), bytes);
    if (!isSend && !full)
      broken.push(
        `record ${seq}: 'queue full' on ${link.id}, where ${queue.frames} frames of ${queue.bytes} B wait`,
      );
  }
  return broken;
};

/** Frames that wait in one direction, oldest first, by when they begin to leave. */
class WaitingFrames {
  bytes = 0;
  private starts: number[] = [];
  private lengths: number[] = [];
  private head = 0;

  get frames(): number {
    return this.starts.length - this.head;
  }
  add(start: number, bytes: number): void {
    this.starts.push(start);
    this.lengths.push(bytes);
    this.bytes += bytes;
  }
  until(time: number): void {
    for (; this.frames > 0 && (this.starts[this.head] ?? 0) <= time; this.head++)
      this.bytes -= this.lengths[this.head] ?? 0;
  }
  clear(): void {
    this.starts = [];
    this.lengths = [];
    this.head = 0;
    this.bytes = 0;
  }
}
