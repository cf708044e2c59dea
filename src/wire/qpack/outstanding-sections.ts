interface Section {
  readonly requiredInsertCount: number;
  /** Absolute index of the oldest entry that it refers to. */
  readonly oldest: number;
}

/** What an encoder knows of its decoder: sections not yet acknowledged, entries received (RFC 9204 section 2.1). */
export class OutstandingSections {
  /** RFC 9204 section 2.1.4. */
  knownReceivedCount = 0;
  /** By stream, in the order sent. */
  private readonly sections = new Map<number, Section[]>();

  constructor(private readonly blockedStreams: number) {}

  add(stream: number, requiredInsertCount: number, oldest: number): void {
    const section = { requiredInsertCount, oldest };
    const known = this.sections.get(stream);
    if (known) known.push(section);
    else this.sections.set(stream, [section]);
  }

  /** The decoder has read a stream's oldest section; false where there was none. */
  acknowledge(stream: number): boolean {
    const sections = this.sections.get(stream);
    const section = sections?.shift();
    if (!sections || !section) return false;
    if (sections.length === 0) this.sections.delete(stream);
    this.receive(Math.max(this.knownReceivedCount, section.requiredInsertCount));
    return true;
  }

  /** The decoder will read no more of a stream. */
  cancel(stream: number): void {
    this.sections.delete(stream);
  }

  receive(count: number): void {
    this.knownReceivedCount = count;
  }

  /** Whether a section on this stream may refer to what the decoder may not have yet (RFC 9204 section 2.1.2). */
  mayBlock(stream: number): boolean {
    let blocked = 0;
    for (const [other, sections] of this.sections) {
      if (!sections.some((section) => section.requiredInsertCount > this.knownReceivedCount)) continue;
      if (other === stream) return true;
      blocked += 1;
    }
    return blocked < this.blockedStreams;
  }

  /** Absolute index of the oldest entry that may not be evicted. */
  oldestNeeded(): number {
    let oldest = this.knownReceivedCount;
    for (const sections of this.sections.values())
      for (const section of sections) oldest = Math.min(oldest, section.oldest);
    return oldest;
  }
}
