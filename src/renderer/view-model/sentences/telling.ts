import { none } from '../../../shared/trace/record';
import { read } from '../../../shared/trace/record-reader';
import type { RecordKindKey } from '../../../shared/trace/record-table';
import { say } from '../../../shared/trace/record-words';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { packetName, type SentenceSource } from './sentence-source';

type FieldsOf<Kind extends RecordKindKey> = keyof (typeof read)[Kind];

/** A record of a kind that is to be told: its fields, and what sentences name besides. */
export class Telling<Kind extends RecordKindKey> {
  readonly trace: TraceReader;

  constructor(
    readonly source: SentenceSource,
    readonly record: number,
    private readonly kind: Kind,
  ) {
    this.trace = source.trace;
  }

  /** Its fields as numbers. */
  get values(): Readonly<Record<FieldsOf<Kind>, number>> {
    return this.fields(read[this.kind]);
  }

  /** Its fields in words. */
  get words(): Readonly<Record<FieldsOf<Kind>, string>> {
    return this.fields(say[this.kind]);
  }

  /** The device at which it happens. */
  get device(): string {
    const { topology } = this.source;
    return topology.deviceId(topology.deviceOf(this.trace, this.record));
  }

  /** The link on which it happens. */
  get link(): string {
    return this.source.topology.link(this.trace.place(this.record))?.id ?? 'a link';
  }

  /** Its packet's name; undefined: it has none. */
  get packet(): string | undefined {
    const packet = this.trace.packet(this.record);
    return packet === none ? undefined : packetName(this.source, packet);
  }

  private fields<Value>(
    readers: Readonly<Record<string, (trace: TraceReader, seq: number) => Value>>,
  ): Readonly<Record<FieldsOf<Kind>, Value>> {
    const told = Object.entries(readers).map(([name, reader]) => [name, reader(this.trace, this.record)]);
    return Object.fromEntries(told) as Record<FieldsOf<Kind>, Value>;
  }
}

/** What records of some kinds say, without their time; a kind that has no sentence is told by its definition. */
export type Sentences = { readonly [Kind in RecordKindKey]?: (telling: Telling<Kind>) => string };
