import { sendingEnd } from '../../../shared/trace/ends';
import {
  TlsContentType,
  handshakeTypeNames,
  type TlsMessage,
  type TlsRecord,
} from '../../../shared/trace/tls';
import type { TraceReader } from '../../../shared/trace/trace-reader';

/** RFC 8446 section 5.1. */
const recordHeaderBytes = 5;

/** TLS records over TCP, and what handshake messages they carry, found by packet. Takes in a growing trace by itself. */
export class TlsRecords {
  /** By connection * 2 + end, in order of offset. */
  private readonly records: TlsRecord[][] = [];
  private readonly messages: TlsMessage[][] = [];
  private recordsTaken = 0;
  private messagesTaken = 0;

  constructor(private readonly trace: TraceReader) {}

  /** Whether a connection speaks TLS. */
  knows(connection: number): boolean {
    this.catchUp();
    return (this.records[connection * 2] ?? this.records[connection * 2 + 1]) !== undefined;
  }

  /** What the records that begin in a segment are: `ClientHello`, `Change Cipher Spec`, `Application Data`. */
  beginningIn(packet: number): string[] {
    const stretch = this.stretchOf(packet);
    if (!stretch) return [];
    const { key, records, from, to } = stretch;
    return records
      .slice(firstFrom(records, from), firstFrom(records, to))
      .flatMap((record) => this.namesOf(key, record));
  }

  /** The handshake message that a segment goes on with: `Certificate`; undefined where it begins with something else. */
  continuedIn(packet: number): string | undefined {
    const stretch = this.stretchOf(packet);
    const record = stretch?.records[firstFrom(stretch.records, stretch.from) - 1];
    if (!stretch || record?.type !== TlsContentType.handshake) return undefined;
    if (record.offset + record.length <= stretch.from) return undefined;
    const at = record.from + stretch.from - record.offset - recordHeaderBytes;
    return this.messageAt(stretch.key >>> 1, (stretch.key & 1) as 0 | 1, record.epoch, at);
  }

  /** The handshake message of an end, in an epoch, that has a byte at an offset but does not begin there. */
  messageAt(connection: number, end: 0 | 1, epoch: number, at: number): string | undefined {
    this.catchUp();
    const message = (this.messages[connection * 2 + end] ?? []).find(
      (one) => one.epoch === epoch && one.offset < at && one.offset + one.length > at,
    );
    return message && (handshakeTypeNames[message.type] ?? 'handshake message');
  }

  /** Whether all that a segment carries is of the handshake. */
  isHandshake(packet: number): boolean {
    const ofHandshake: number[] = [TlsContentType.handshake, TlsContentType.changeCipherSpec];
    const types = this.contentTypesIn(packet);
    return types.length > 0 && types.every((type) => ofHandshake.includes(type));
  }

  /** Whether it carries an alert and nothing else: close notify, as a rule. */
  isAlert(packet: number): boolean {
    const types = this.contentTypesIn(packet);
    return types.length > 0 && types.every((type) => type === TlsContentType.alert);
  }

  /** The content types of the records that a segment has bytes of. */
  private contentTypesIn(packet: number): number[] {
    const stretch = this.stretchOf(packet);
    if (!stretch || stretch.to === stretch.from) return [];
    const { records, from, to } = stretch;
    const first = firstFrom(records, from);
    const before = records[first - 1];
    const goesOn = before !== undefined && before.offset + before.length > from;
    return records.slice(goesOn ? first - 1 : first, firstFrom(records, to)).map(({ type }) => type);
  }

  /** The handshake messages of an end, in an epoch, that begin within a stretch of it. */
  messagesIn(connection: number, end: 0 | 1, epoch: number, from: number, to: number): string[] {
    this.catchUp();
    return (this.messages[connection * 2 + end] ?? [])
      .filter((message) => message.epoch === epoch && message.offset >= from && message.offset < to)
      .map(({ type }) => handshakeTypeNames[type] ?? 'handshake message');
  }

  /** What a segment carries of its end's stream, and the records of that end; undefined where no TLS is spoken. */
  private stretchOf(
    packet: number,
  ): { key: number; records: readonly TlsRecord[]; from: number; to: number } | undefined {
    this.catchUp();
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    const row = trace.connections[connection];
    if (!row) return undefined;
    const key = connection * 2 + sendingEnd(trace, packet);
    const records = this.records[key];
    // A SYN takes the sequence number before the stream's first byte (RFC 9293 section 3.4).
    const from = trace.relativeSequence(packet) - 1;
    return records && { key, records, from, to: from + trace.payloadBytes(packet) };
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
