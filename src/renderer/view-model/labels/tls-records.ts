import { sendingEnd } from '../../../shared/trace/lanes-bytes';
import {
  TlsContentType,
  handshakeTypeNames,
  type TlsMessage,
  type TlsRecord,
} from '../../../shared/trace/tls';
import type { Trace } from '../../../shared/trace/trace';

/** TLS records over TCP, and what handshake messages they carry, found by packet. Takes in a growing trace by itself. */
export class TlsRecords {
  /** By connection * 2 + end, in order of offset. */
  private readonly records: TlsRecord[][] = [];
  private readonly messages: TlsMessage[][] = [];
  private recordsTaken = 0;
  private messagesTaken = 0;

  constructor(private readonly trace: Trace) {}

  /** Whether a connection speaks TLS. */
  knows(connection: number): boolean {
    this.catchUp();
    return (this.records[connection * 2] ?? this.records[connection * 2 + 1]) !== undefined;
  }

  /** What the records that begin in a segment are: `ClientHello`, `Change Cipher Spec`, `Application Data`. */
  beginningIn(packet: number): string[] {
    this.catchUp();
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    const row = trace.connections[connection];
    if (!row) return [];
    const key = connection * 2 + sendingEnd(trace, packet, row);
    const from = trace.relativeSequence(packet) - 1;
    const to = from + trace.payloadBytes(packet);
    const records = this.records[key] ?? [];
    return records
      .slice(firstFrom(records, from), firstFrom(records, to))
      .flatMap((record) => this.namesOf(key, record));
  }

  /** The handshake messages of an end, in an epoch, that begin within a stretch of it. */
  messagesIn(connection: number, end: 0 | 1, epoch: number, from: number, to: number): string[] {
    this.catchUp();
    return (this.messages[connection * 2 + end] ?? [])
      .filter((message) => message.epoch === epoch && message.offset >= from && message.offset < to)
      .map(({ type }) => handshakeTypeNames[type] ?? 'handshake message');
  }

  private namesOf(key: number, { type, epoch, from, bytes }: TlsRecord): string[] {
    if (type === TlsContentType.changeCipherSpec) return ['Change Cipher Spec'];
    if (type === TlsContentType.alert) return [from === 0 ? 'Alert: close notify' : 'Alert'];
    if (type === TlsContentType.applicationData) return ['Application Data'];
    return this.messagesIn(key >>> 1, (key & 1) as 0 | 1, epoch, from, from + bytes);
  }

  private catchUp(): void {
    const { tls } = this.trace;
    for (; this.recordsTaken < tls.records.length; this.recordsTaken += 1) {
      const record = tls.records[this.recordsTaken];
      if (record) (this.records[record.connection * 2 + record.end] ??= []).push(record);
    }
    for (; this.messagesTaken < tls.messages.length; this.messagesTaken += 1) {
      const message = tls.messages[this.messagesTaken];
      if (message) (this.messages[message.connection * 2 + message.end] ??= []).push(message);
    }
  }
}

/** Index of the first record at or after an offset. */
function firstFrom(records: readonly TlsRecord[], offset: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
