/** What a connection in TIME-WAIT still needs, copied in and out of the table. */
export interface TimeWaitEntry {
  localAddress: number;
  localPort: number;
  remoteAddress: number;
  remotePort: number;
  connection: number;
  end: number;
  enteredBy: number;
  initialSendSequence: number;
  initialReceiveSequence: number;
  sendNext: number;
  receiveNext: number;
  timestampRecent: number;
  /** When TS.Recent was last renewed. */
  timestampRecentAt: number;
  timestampOffset: number;
  timestamps: boolean;
  ephemeral: boolean;
  window: number;
  expires: number;
}

const noEntry = 0xffffffff;
/** Words and doubles of an entry. */
const words = 12;
const doubles = 4;

/**
 * Connections in TIME-WAIT: 80 bytes each in typed arrays, oldest first. All entries of a host wait equally long,
 * so they form a queue, of which only the head needs an event; an entry that is renewed goes to its end.
 */
export class TimeWaitTable {
  size = 0;
  private capacity = 64;
  private u32 = new Uint32Array(this.capacity * words);
  private f64 = new Float64Array(this.capacity * doubles);
  private next = new Uint32Array(this.capacity);
  private previous = new Uint32Array(this.capacity);
  private freeList = noEntry;
  private used = 0;
  private oldest = noEntry;
  private newest = noEntry;

  /** Adds an entry; its `expires` must not be before any other's. Returns its slot. */
  add(entry: TimeWaitEntry): number {
    const slot = this.allocate();
    this.write(slot, entry);
    this.append(slot);
    this.size += 1;
    return slot;
  }

  remove(slot: number): void {
    this.unlink(slot);
    this.next[slot] = this.freeList;
    this.freeList = slot;
    this.size -= 1;
  }

  /** Puts an entry's end off to a new time. */
  renew(slot: number, expires: number): void {
    this.unlink(slot);
    this.f64[slot * doubles + 2] = expires;
    this.append(slot);
  }

  /** The slot that expires first; -1: none. */
  get head(): number {
    return this.oldest === noEntry ? -1 : this.oldest;
  }

  /** The slot that expires after another; -1: none. */
  after(slot: number): number {
    const next = this.next[slot] as number;
    return next === noEntry ? -1 : next;
  }

  expires(slot: number): number {
    return this.f64[slot * doubles + 2] as number;
  }

  read(slot: number): TimeWaitEntry {
    const base = slot * words;
    const word = (index: number) => this.u32[base + index] as number;
    return {
      localAddress: word(0),
      remoteAddress: word(1),
      localPort: word(2) & 0xffff,
      remotePort: word(2) >>> 16,
      connection: word(3),
      enteredBy: word(4),
      initialSendSequence: word(5),
      initialReceiveSequence: word(6),
      timestampRecent: word(7),
      timestampOffset: word(8),
      end: word(9) & 1,
      timestamps: (word(9) & 2) !== 0,
      ephemeral: (word(9) & 4) !== 0,
      window: word(10),
      sendNext: this.f64[slot * doubles] as number,
      receiveNext: this.f64[slot * doubles + 1] as number,
      timestampRecentAt: this.f64[slot * doubles + 3] as number,
      expires: this.expires(slot),
    };
  }

  private write(slot: number, entry: TimeWaitEntry): void {
    const flags = entry.end | (entry.timestamps ? 2 : 0) | (entry.ephemeral ? 4 : 0);
    this.u32.set(
      [
        entry.localAddress,
        entry.remoteAddress,
        (entry.localPort | (entry.remotePort << 16)) >>> 0,
        entry.connection,
        entry.enteredBy,
        entry.initialSendSequence,
        entry.initialReceiveSequence,
        entry.timestampRecent,
        entry.timestampOffset,
        flags,
        entry.window,
      ],
      slot * words,
    );
    this.f64.set([entry.sendNext, entry.receiveNext, entry.expires, entry.timestampRecentAt], slot * doubles);
  }

  private allocate(): number {
    if (this.freeList !== noEntry) {
      const slot = this.freeList;
      this.freeList = this.next[slot] as number;
      return slot;
    }
    if (this.used === this.capacity) this.grow();
    return this.used++;
  }

  private append(slot: number): void {
    this.next[slot] = noEntry;
    this.previous[slot] = this.newest;
    if (this.newest === noEntry) this.oldest = slot;
    else this.next[this.newest] = slot;
    this.newest = slot;
  }

  private unlink(slot: number): void {
    const before = this.previous[slot] as number;
    const after = this.next[slot] as number;
    if (before === noEntry) this.oldest = after;
    else this.next[before] = after;
    if (after === noEntry) this.newest = before;
    else this.previous[after] = before;
  }

  private grow(): void {
    this.capacity *= 2;
    const enlarge = <T extends Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.u32 = enlarge(this.u32, new Uint32Array(this.capacity * words));
    this.f64 = enlarge(this.f64, new Float64Array(this.capacity * doubles));
    this.next = enlarge(this.next, new Uint32Array(this.capacity));
    this.previous = enlarge(this.previous, new Uint32Array(this.capacity));
  }
}
