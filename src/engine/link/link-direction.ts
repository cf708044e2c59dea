import type { LabLink } from '../../shared/lab/lab';
import { DropReason, none } from '../../shared/trace/record';
import { EventKind } from '../kernel/event-kinds';
import type { EventQueue } from '../kernel/event-queue';
import type { TraceWriter } from '../trace/trace-writer';
import { Impairments } from './impairments';

/** Called when a frame's last bit has reached the far end. `arrival` is the link.arrive record. */
export type ArrivalHandler = (direction: number, packet: number, timeToLive: number, arrival: number) => void;

/**
 * One direction of a link: a sending queue with a ceiling, a transmitter that sends one bit after the other at the
 * link's bandwidth, and a medium that takes `delay` to cross. When a frame is handed over, the moments of its first bit
 * leaving and of its last bit arriving are already known, so that a hop costs one event; frames in order wait in a
 * ring, of which only the head is in the event queue.
 */
export class LinkDirection {
  private readonly nanosecondsPerByte: number;
  private readonly impairments: Impairments;
  private ring = new FrameRing(64);
  private readonly strays: StrayFrames = { packets: [], sends: [], lives: [], fates: [], free: [] };
  private busyUntil = 0;
  private cut = false;
  /** Counts the times that the ring was emptied by a cut: events of an older epoch are void. */
  private epoch = 0;
  private framesSent = 0;
  private readonly faultyFrames = new Set<number>();
  /** Says of each packet that is handed over whether a fault takes it. */
  private doom: ((packet: number) => boolean) | undefined;

  constructor(
    private readonly index: number,
    private readonly link: LabLink,
    seed: number,
    private readonly events: EventQueue,
    private readonly writer: TraceWriter,
    private readonly onArrival: ArrivalHandler,
  ) {
    this.nanosecondsPerByte = 8e9 / link.bandwidth;
    this.impairments = new Impairments(link, seed, index & 1);
  }

  /** Marks the n-th frames (counted from 1) handed over in this direction to be lost. */
  dropFrames(nth: readonly number[]): void {
    for (const n of nth) this.faultyFrames.add(n);
  }

  /** Has every packet that is handed over looked at by a fault that knows what to lose. */
  dropWhere(doom: (packet: number) => boolean): void {
    const before = this.doom;
    this.doom = before ? (packet) => before(packet) || doom(packet) : doom;
  }

  /** Hands a frame over at the present time. `bytes`: its frame's length. */
  send(original: number, bytes: number, timeToLive: number, cause: number): void {
    const { writer, link, ring } = this;
    let packet = original;
    const now = writer.now;
    if (this.cut) {
      this.lose(packet, cause, DropReason.linkCut);
      return;
    }
    ring.startUntil(now);
    const start = this.busyUntil > now ? this.busyUntil : now;
    // Only a frame that has to wait takes room in the queue.
    if (
      start > now &&
      (ring.waitingFrames + 1 > link.queuePackets || ring.waitingBytes + bytes > link.queueBytes)
    ) {
      this.lose(packet, cause, DropReason.queueFull);
      return;
    }
    if (ring.waitingFrames >= link.markAt && start > now) packet = this.marked(packet);
    const wait = start - now;
    // Rounded to the nearest nanosecond: half a nanosecond at most is lost or won per hop.
    const end = start + Math.round((bytes + link.frameOverhead) * this.nanosecondsPerByte);
    this.busyUntil = end;
    const seq = writer.linkSend(
      this.index,
      packet,
      writer.trace.connectionOfPacket(packet),
      wait,
      timeToLive,
      cause,
    );
    this.framesSent += 1;
    const counted = this.faultyFrames.size > 0 && this.faultyFrames.has(this.framesSent);
    const fault = counted || (this.doom !== undefined && this.doom(packet));
    if (fault || this.impairments.any) {
      this.sendImpaired(packet, bytes, timeToLive, seq, start, end, fault);
      return;
    }
    this.enqueueInOrder(packet, bytes, timeToLive, seq, start, end + link.delay);
  }

  /** The head of the ring arrives (EventKind.linkArrival). */
  arrive(epoch: number): void {
    if (epoch !== this.epoch) return;
    const { ring } = this;
    const packet = ring.headPacket();
    const send = ring.headSend();
    const timeToLive = ring.headTimeToLive();
    ring.drop();
    if (ring.frames > 0) this.events.push(ring.headArrival(), EventKind.linkArrival, this.index, this.epoch);
    this.deliver(packet, timeToLive, send);
  }

  /** A stray frame meets its fate (EventKind.linkStray). */
  meetFate(slot: number): void {
    const { strays } = this;
    const packet = strays.packets[slot] ?? none;
    if (packet === none) return;
    const send = strays.sends[slot] ?? none;
    const fate = strays.fates[slot] ?? 0;
    const timeToLive = strays.lives[slot] ?? 0;
    strays.packets[slot] = none;
    strays.free.push(slot);
    if (fate === 0) this.deliver(packet, timeToLive, send);
    else this.lose(packet, send, fate);
  }

  /** Cuts or mends the link; all that is on it, or waits for it, is lost. */
  setCut(cut: boolean, cause: number): void {
    this.cut = cut;
    if (!cut) return;
    this.epoch += 1;
    const { ring, strays } = this;
    while (ring.frames > 0) {
      this.lose(ring.headPacket(), cause, DropReason.linkCut);
      ring.drop();
    }
    strays.packets.forEach((packet, slot) => {
      if (packet === none) return;
      this.lose(packet, cause, DropReason.linkCut);
      strays.packets[slot] = none;
      strays.free.push(slot);
    });
    this.busyUntil = this.writer.now;
  }

  /** RFC 3168 section 5: an ECN-capable packet is marked instead of dropped; it goes on as a packet of its own in the trace. */
  private marked(packet: number): number {
    const { writer } = this;
    const capable = writer.trace.trafficClass(packet) & 3;
    return capable === 1 || capable === 2 ? writer.copyPacket(packet, 3) : packet;
  }

  private deliver(packet: number, timeToLive: number, send: number): void {
    const { writer } = this;
    const arrival = writer.linkArrive(
      this.index,
      packet,
      writer.trace.connectionOfPacket(packet),
      timeToLive,
      send,
    );
    this.onArrival(this.index, packet, timeToLive, arrival);
  }

  private lose(packet: number, cause: number, reason: number): void {
    const { writer } = this;
    const connection = writer.trace.connectionOfPacket(packet);
    writer.linkDrop(this.index, packet, connection, reason, cause);
  }

  private enqueueInOrder(
    packet: number,
    bytes: number,
    timeToLive: number,
    send: number,
    start: number,
    arrival: number,
  ): void {
    const { ring } = this;
    ring.add(packet, bytes, timeToLive, send, start, arrival);
    if (ring.frames === 1) this.events.push(arrival, EventKind.linkArrival, this.index, this.epoch);
  }

  private sendImpaired(
    packet: number,
    bytes: number,
    timeToLive: number,
    send: number,
    start: number,
    end: number,
    fault: boolean,
  ): void {
    const { impairments, link, ring } = this;
    // Every frame draws, so that a fault on one frame does not shift what happens to the others.
    impairments.draw();
    const lost = fault ? DropReason.fault : impairments.lossReason;
    const arrival = end + link.delay + impairments.extraDelay;
    // A damaged frame crosses the link, and the far end's frame check sequence refuses it.
    const reason = lost === 0 && impairments.corrupts ? DropReason.badChecksum : lost;
    if (reason === 0 && impairments.keepsOrder) {
      this.enqueueInOrder(packet, bytes, timeToLive, send, start, arrival);
    } else {
      // It still takes its turn, and its room, at the sender.
      ring.holdQueuePlace(bytes, start);
      // A frame that is lost is lost half way.
      const when = lost === 0 ? arrival : end + Math.floor(link.delay / 2);
      this.stray(packet, timeToLive, send, reason, when);
    }
    if (reason === 0 && impairments.duplicates)
      this.stray(this.writer.copyPacket(packet), timeToLive, send, 0, arrival);
  }

  private stray(packet: number, timeToLive: number, send: number, fate: number, when: number): void {
    const { strays } = this;
    const slot = strays.free.pop() ?? strays.packets.length;
    strays.packets[slot] = packet;
    strays.sends[slot] = send;
    strays.lives[slot] = timeToLive;
    strays.fates[slot] = fate;
    this.events.push(when, EventKind.linkStray, this.index, slot);
  }
}

/** Frames that do not arrive in order, by slot. Fate: 0 arrives, else a DropReason. */
interface StrayFrames {
  readonly packets: number[];
  readonly sends: number[];
  readonly lives: number[];
  readonly fates: number[];
  readonly free: number[];
}

/** Frames of one direction, oldest first, in typed arrays; besides, how many of them still wait for their first bit to leave. */
class FrameRing {
  frames = 0;
  waitingFrames = 0;
  waitingBytes = 0;
  private mask: number;
  private head = 0;
  private packets: Uint32Array;
  private sends: Uint32Array;
  private lives: Uint8Array;
  private arrivals: Float64Array;
  /** Starts and lengths of what waits: a ring of its own, since lost frames wait their turn too. */
  private readonly waiting = new WaitingRing();

  constructor(capacity: number) {
    this.mask = capacity - 1;
    this.packets = new Uint32Array(capacity);
    this.sends = new Uint32Array(capacity);
    this.lives = new Uint8Array(capacity);
    this.arrivals = new Float64Array(capacity);
  }

  add(packet: number, bytes: number, timeToLive: number, send: number, start: number, arrival: number): void {
    if (this.frames > this.mask) this.grow();
    const at = (this.head + this.frames) & this.mask;
    this.packets[at] = packet;
    this.sends[at] = send;
    this.lives[at] = timeToLive;
    this.arrivals[at] = arrival;
    this.frames += 1;
    this.holdQueuePlace(bytes, start);
  }

  holdQueuePlace(bytes: number, start: number): void {
    this.waiting.add(start, bytes);
    this.waitingFrames += 1;
    this.waitingBytes += bytes;
  }

  /** Frees the places of the frames whose first bit has left by a time. */
  startUntil(time: number): void {
    const { waiting } = this;
    while (this.waitingFrames > 0 && waiting.headStart() <= time) {
      this.waitingBytes -= waiting.headBytes();
      this.waitingFrames -= 1;
      waiting.drop();
    }
  }

  headPacket(): number {
    return this.packets[this.head] as number;
  }
  headSend(): number {
    return this.sends[this.head] as number;
  }
  headTimeToLive(): number {
    return this.lives[this.head] as number;
  }
  headArrival(): number {
    return this.arrivals[this.head] as number;
  }
  drop(): void {
    this.head = (this.head + 1) & this.mask;
    this.frames -= 1;
  }

  private grow(): void {
    const capacity = (this.mask + 1) * 2;
    this.packets = unroll(this.packets, new Uint32Array(capacity), this.head);
    this.sends = unroll(this.sends, new Uint32Array(capacity), this.head);
    this.lives = unroll(this.lives, new Uint8Array(capacity), this.head);
    this.arrivals = unroll(this.arrivals, new Float64Array(capacity), this.head);
    this.head = 0;
    this.mask = capacity - 1;
  }
}

class WaitingRing {
  private mask = 63;
  private head = 0;
  private count = 0;
  private starts = new Float64Array(64);
  private lengths = new Uint32Array(64);

  add(start: number, bytes: number): void {
    if (this.count > this.mask) {
      const capacity = (this.mask + 1) * 2;
      this.starts = unroll(this.starts, new Float64Array(capacity), this.head);
      this.lengths = unroll(this.lengths, new Uint32Array(capacity), this.head);
      this.head = 0;
      this.mask = capacity - 1;
    }
    const at = (this.head + this.count) & this.mask;
    this.starts[at] = start;
    this.lengths[at] = bytes;
    this.count += 1;
  }
  headStart(): number {
    return this.starts[this.head] as number;
  }
  headBytes(): number {
    return this.lengths[this.head] as number;
  }
  drop(): void {
    this.head = (this.head + 1) & this.mask;
    this.count -= 1;
  }
}

interface NumberArray {
  readonly length: number;
  subarray(from: number, to?: number): NumberArray;
  set(source: ArrayLike<number>, at?: number): void;
}

/** Copies a full ring into a larger array, oldest first. */
function unroll<T extends NumberArray>(ring: T, target: T, head: number): T {
  target.set(ring.subarray(head) as unknown as ArrayLike<number>);
  target.set(ring.subarray(0, head) as unknown as ArrayLike<number>, ring.length - head);
  return target;
}
