/**
 * Link. It knows frames as numbers and lengths, bandwidth, delay, queues, what goes wrong on the way. It never sees
 * headers beyond the length and the ECN codepoint, devices, routes. Not here: switching and media access: a link
 * joins two ends.
 */

import type { LabLink } from '../../shared/lab/lab';
import { ethernetHeaderBytes } from '../../shared/trace/packet';
import { DropReason } from '../../shared/trace/record';
import { EventKind } from '../kernel/event-kinds';
import type { EventQueue } from '../kernel/event-queue';
import type { TraceWriter } from '../trace/trace-writer';
import { FrameRing } from './frame-ring';
import { Impairments } from './impairments';
import { StrayFrames } from './stray-frames';

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
  private readonly largestFrame: number;
  private readonly impairments: Impairments;
  private readonly ring = new FrameRing();
  private readonly strays = new StrayFrames();
  /** When the last bit of what was handed over leaves, to the nanosecond; exactly, it is by `remainder` later. */
  private busyUntil = 0;
  private remainder = 0;
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
    this.largestFrame = link.mtu + ethernetHeaderBytes;
    this.impairments = new Impairments(link, seed, index & 1);
  }

  /** Marks the n-th frames (counted from 1) handed over in this direction to be lost. */
  dropFrames(nth: readonly number[]): void {
    for (const n of nth) this.faultyFrames.add(n);
  }

  /** Has every packet that is handed over looked at by a fault that knows what to lose. */
  dropWhere(doom: (packet: number) => boolean): void {
    const before = this.doom;
    // All are asked, since each must know what it was shown: two may mean one packet.
    this.doom = before ? (packet) => [before(packet), doom(packet)].includes(true) : doom;
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
    // RFC 791: a packet with Don't Fragment set is discarded where it does not fit.
    if (bytes > this.largestFrame) {
      this.lose(packet, cause, DropReason.tooLarge);
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
    const end = start + this.transmissionTime(bytes + link.frameOverhead, now);
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
    const named = this.doom !== undefined && this.doom(packet);
    const fault = named || (this.faultyFrames.size > 0 && this.faultyFrames.has(this.framesSent));
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
    if (!strays.take(slot)) return;
    const { packet, send, timeToLive, fate } = strays;
    if (fate === 0) this.deliver(packet, timeToLive, send);
    else this.lose(packet, send, fate);
  }

  /** Cuts or mends the link; all that is on it, or waits for it, is lost. */
  setCut(cut: boolean, cause: number): void {
    this.cut = cut;
    if (!cut) return;
    this.epoch += 1;
    const { ring, strays } = this;
    const lose = (packet: number) => {
      this.lose(packet, cause, DropReason.linkCut);
    };
    while (ring.frames > 0) {
      lose(ring.headPacket());
      ring.drop();
    }
    ring.clear();
    strays.loseAll(lose);
    this.busyUntil = this.writer.now;
    this.remainder = 0;
  }

  /**
   * For how many nanoseconds a frame takes the transmitter, which it is handed at `now`. Rounded to the nearest one; what the rounding wins
   * or loses, the frame that follows without a gap makes up for, so that many frames keep to the rate.
   */
  private transmissionTime(bytes: number, now: number): number {
    const follows = now - this.busyUntil <= this.remainder;
    const exactly = bytes * this.nanosecondsPerByte + (follows ? this.remainder : 0);
    const rounded = Math.round(exactly);
    this.remainder = exactly - rounded;
    return rounded;
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
    const slot = this.strays.add(packet, send, timeToLive, fate);
    this.events.push(when, EventKind.linkStray, this.index, slot);
  }
}
