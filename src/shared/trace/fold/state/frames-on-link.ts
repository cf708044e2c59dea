import { none } from '../../record';

/**
 * The frames of one link direction that are waiting, being sent or on their way: their `link.send` records, oldest
 * first. A frame is found by its record, or by its packet, in a time that does not grow with how many there are.
 */
export class FramesOnLink {
  /** How many there are. */
  count = 0;
  /**
   * A ring of records from `head` to `tail`, in order, and their packets beside them. One that is taken out from between
   * others stays as -1 - record until it comes to the head.
   */
  private sends: Float64Array;
  private packets: Uint32Array;
  private head = 0;
  private tail = 0;
  /** Records by packet, made when a frame is first asked for by its packet, and kept up from then on. */
  private byPacket: Map<number, number> | undefined;

  /** `owner`: the state that may change it. */
  constructor(
    readonly owner: number,
    capacity = 4,
  ) {
    this.sends = new Float64Array(capacity);
    this.packets = new Uint32Array(capacity);
  }

  /** The `link.send` records, oldest first. */
  *[Symbol.iterator](): Generator<number, void, undefined> {
    for (let place = this.head; place < this.tail; place += 1) {
      const send = this.at(place);
      if (send >= 0) yield send;
    }
  }

  /** A frame is handed to the link; `send` is later than all that are there. */
  add(send: number, packet: number): void {
    if (this.tail - this.head === this.sends.length) this.grow();
    const cell = this.tail & (this.sends.length - 1);
    this.sends[cell] = send;
    this.packets[cell] = packet;
    this.tail += 1;
    this.count += 1;
    this.byPacket?.set(packet, send);
  }

  /** Whether the frame that has been there longest is a packet's. */
  isHead(packet: number): boolean {
    return this.count > 0 && this.packetAt(this.head) === packet;
  }

  /** Takes the frame off that has been there longest. */
  removeHead(): void {
    this.byPacket?.delete(this.packetAt(this.head));
    this.count -= 1;
    do this.head += 1;
    while (this.head < this.tail && this.at(this.head) < 0);
  }

  /** Takes a packet's frame off by its `link.send` record; nothing happens where it is not there. */
  remove(send: number, packet: number): void {
    const place = this.placeOf(send);
    if (place === this.tail || this.at(place) !== send || this.packetAt(place) !== packet) return;
    if (place === this.head) {
      this.removeHead();
      return;
    }
    this.sends[place & (this.sends.length - 1)] = -1 - send;
    this.count -= 1;
    this.byPacket?.delete(packet);
  }

  /** The `link.send` record of a packet that is there; NONE: it is not. */
  sendOf(packet: number): number {
    this.byPacket ??= this.indexed();
    return this.byPacket.get(packet) ?? none;
  }

  /** The same frames, for another state to change. */
  copy(owner: number): FramesOnLink {
    const copy = new FramesOnLink(owner, powerOfTwo(this.count));
    for (let place = this.head; place < this.tail; place += 1)
      if (this.at(place) >= 0) copy.add(this.at(place), this.packetAt(place));
    return copy;
  }

  /** Bytes that the list takes. */
  get bytes(): number {
    return this.sends.byteLength + this.packets.byteLength;
  }

  private at(place: number): number {
    return this.sends[place & (this.sends.length - 1)] ?? 0;
  }

  private packetAt(place: number): number {
    return this.packets[place & (this.packets.length - 1)] ?? none;
  }

  private indexed(): Map<number, number> {
    const byPacket = new Map<number, number>();
    for (let place = this.head; place < this.tail; place += 1)
      if (this.at(place) >= 0) byPacket.set(this.packetAt(place), this.at(place));
    return byPacket;
  }

  private grow(): void {
    const { sends, packets, head, tail } = this;
    const mask = sends.length - 1;
    this.sends = new Float64Array(sends.length * 2);
    this.packets = new Uint32Array(sends.length * 2);
    for (let place = head; place < tail; place += 1) {
      const cell = place & (this.sends.length - 1);
      this.sends[cell] = sends[place & mask] ?? 0;
      this.packets[cell] = packets[place & mask] ?? none;
    }
  }

  /** Where a record is in the ring, or would be. */
  private placeOf(send: number): number {
    let low = this.head;
    let high = this.tail;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const there = this.at(middle);
      if ((there < 0 ? -1 - there : there) < send) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The least power of two that holds so many, and 4 at least. */
function powerOfTwo(count: number): number {
  return Math.max(4, 2 ** Math.ceil(Math.log2(count + 1)));
}
