import type { Trace, TraceBatch } from '../../shared/trace/trace';

/** Reads what a growing trace gained since last time, as batches that can cross a process border. */
export class BatchReader {
  private records = 0;
  private packets = 0;
  private sackBlocks = 0;
  private quicItems = 0;
  private readonly tls = { offers: 0, answers: 0, messages: 0, records: 0 };
  private connections = 0;
  private contents = 0;
  private literals = 0;
  constructor(private readonly trace: Trace) {}

  /** What was added since the last call, copied; undefined when nothing was. */
  next(): TraceBatch | undefined {
    const { trace } = this;
    if (
      trace.records.length === this.records &&
      trace.packets.length === this.packets &&
      trace.contents.length === this.contents
    )
      return undefined;
    const batch: TraceBatch = {
      firstRecord: this.records,
      records: trace.records.slice(this.records, trace.records.length),
      firstPacket: this.packets,
      packets: trace.packets.slice(this.packets, trace.packets.length),
      firstSackBlock: this.sackBlocks,
      sackBlocks: trace.sackBlocks.slice(this.sackBlocks, trace.sackBlocks.length),
      quicItems: trace.quicItems.slice(this.quicItems, trace.quicItems.length),
      tls: {
        offers: trace.tls.offers.slice(this.tls.offers),
        answers: trace.tls.answers.slice(this.tls.answers),
        messages: trace.tls.messages.slice(this.tls.messages),
        records: trace.tls.records.slice(this.tls.records),
      },
      connections: trace.connections.slice(this.connections),
      contents: trace.contents.slice(this.contents),
      literals: trace.literals.slice(this.literals),
    };
    this.records = trace.records.length;
    this.packets = trace.packets.length;
    this.sackBlocks = trace.sackBlocks.length;
    this.quicItems = trace.quicItems.length;
    this.tls.offers = trace.tls.offers.length;
    this.tls.answers = trace.tls.answers.length;
    this.tls.messages = trace.tls.messages.length;
    this.tls.records = trace.tls.records.length;
    this.connections = trace.connections.length;
    this.contents = trace.contents.length;
    this.literals = trace.literals.length;
    return batch;
  }
}
