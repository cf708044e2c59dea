import type { FieldLine } from '../../../wire/hpack/field-line';
import { QpackEncoder } from '../../../wire/qpack/encoder';
import type { DecoderInstruction } from '../../../wire/qpack/instructions';
import type { Http3Parameters } from './parameters';

/** A field section ready to be written, with what must go to the encoder stream for it. */
export interface WrittenSection {
  readonly section: Uint8Array;
  readonly instructions: Uint8Array;
  /** Entries that the instructions add. */
  readonly insertions: number;
  readonly requiredInsertCount: number;
}

/** The sending half of QPACK at one end: no dynamic table until the peer's settings allow one (RFC 9204 section 3.2.3). */
export class SectionWriter {
  private encoder = new QpackEncoder();

  /** Takes in the peer's settings, and returns the instructions that begin the dynamic table; none where there is none. */
  allow({ tableCapacity, blockedStreams }: Http3Parameters, ownLimit: number): Uint8Array {
    const capacity = Math.min(tableCapacity, ownLimit);
    if (capacity === 0) return new Uint8Array();
    this.encoder = new QpackEncoder({ maximumCapacity: tableCapacity, blockedStreams });
    return this.encoder.setCapacity(capacity);
  }

  write(stream: number, fields: readonly FieldLine[]): WrittenSection {
    const before = this.encoder.table.insertCount;
    // A path is asked for once: it would only drive out what comes again (RFC 9204 section 2.1.1.1).
    const marked = fields.map((field) =>
      field.name === ':path' ? { ...field, indexing: 'without' as const } : field,
    );
    const encoded = this.encoder.encode(stream, marked);
    return { ...encoded, insertions: this.encoder.table.insertCount - before };
  }

  /** The peer's decoder has read something. Throws where it cannot have: both ends are the lab's. */
  take(instruction: DecoderInstruction): void {
    const taken = this.encoder.take(instruction);
    if (!taken.ok) throw new TypeError(`QPACK decoder stream: ${taken.error.what}`);
  }
}

/** A section that waits for entries of the dynamic table. */
interface Waiting {
  readonly stream: number;
  readonly requiredInsertCount: number;
  readonly read: () => void;
}

/** The receiving half: which sections can be read by now, and what the peer's encoder must be told of it. */
export class SectionReader {
  /** Entries that have arrived on the encoder stream. */
  private inserted = 0;
  /** Entries that the encoder knows, or will know, to have arrived. */
  private told = 0;
  private waiting: Waiting[] = [];

  constructor(private readonly tell: (instruction: DecoderInstruction) => void) {}

  /** A section has arrived; `read` is called at once, or when the entries that it needs are there. */
  take(stream: number, requiredInsertCount: number, read: () => void): void {
    if (requiredInsertCount > this.inserted) this.waiting.push({ stream, requiredInsertCount, read });
    else this.finish({ stream, requiredInsertCount, read });
  }

  /** So many entries more have arrived. */
  insert(count: number): void {
    this.inserted += count;
    const ready = this.waiting.filter(({ requiredInsertCount }) => requiredInsertCount <= this.inserted);
    this.waiting = this.waiting.filter(({ requiredInsertCount }) => requiredInsertCount > this.inserted);
    for (const section of ready) this.finish(section);
    if (this.inserted === this.told) return;
    const increment = this.inserted - this.told;
    this.told = this.inserted;
    this.tell({ kind: 'Insert Count Increment', increment });
  }

  /** A stream will be read no more (RFC 9204 section 2.2.2.2). */
  cancel(stream: number): void {
    this.waiting = this.waiting.filter((section) => section.stream !== stream);
    this.tell({ kind: 'Stream Cancellation', stream });
  }

  private finish({ stream, requiredInsertCount, read }: Waiting): void {
    // RFC 9204 section 4.4.1: what needs no entry is not acknowledged.
    if (requiredInsertCount > 0) {
      this.told = Math.max(this.told, requiredInsertCount);
      this.tell({ kind: 'Section Acknowledgment', stream });
    }
    read();
  }
}
