import { none } from '../../shared/trace/record';

/**
 * Frames that do not arrive in order, by slot: each has an event of its own in the queue. A slot is free again only when its event has
 * come, so that no event ever meets another frame than its own. Fate: 0 arrives, else a DropReason.
 */
export class StrayFrames {
  /** Of the frame that `take` took. */
  packet = none;
  send = none;
  timeToLive = 0;
  fate = 0;
  private readonly packets: number[] = [];
  private readonly sends: number[] = [];
  private readonly lives: number[] = [];
  private readonly fates: number[] = [];
  private readonly free: number[] = [];

  /** Puts a frame into a slot, for which the caller schedules an event. */
  add(packet: number, send: number, timeToLive: number, fate: number): number {
    const slot = this.free.pop() ?? this.packets.length;
    this.packets[slot] = packet;
    this.sends[slot] = send;
    this.lives[slot] = timeToLive;
    this.fates[slot] = fate;
    return slot;
  }

  /** A slot's event has come: takes its frame into `packet` and its like. False where the frame was lost meanwhile. */
  take(slot: number): boolean {
    this.packet = this.packets[slot] ?? none;
    this.send = this.sends[slot] ?? none;
    this.timeToLive = this.lives[slot] ?? 0;
    this.fate = this.fates[slot] ?? 0;
    this.packets[slot] = none;
    this.free.push(slot);
    return this.packet !== none;
  }

  /** All are lost now, in the order of their slots; their events are still to come. */
  loseAll(lose: (packet: number) => void): void {
    this.packets.forEach((packet, slot) => {
      if (packet === none) return;
      this.packets[slot] = none;
      lose(packet);
    });
  }
}
