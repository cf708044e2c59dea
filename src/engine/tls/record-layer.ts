import { none } from '../../shared/trace/record';
import { TlsContentType, TlsEpoch, type TlsRecord } from '../../shared/trace/tls';
import type { CarrierStream } from '../transport/byte-stream';
import type { TlsLedger } from './ledger';

/** RFC 8446 section 5.1: type, version, length. */
const recordHeaderBytes = 5;
/** The tag of AES-GCM (RFC 5116 section 5.1). */
const tagBytes = 16;
/** RFC 8446 section 5.2: the true content type lies inside. */
const innerTypeBytes = 1;
/** RFC 5288 section 3: TLS 1.2 sends 8 bytes of the nonce along. */
const explicitNonceBytes = 8;
/** RFC 8446 section 5.1: most plaintext in a record. */
export const maximumPlaintext = 16_384;

/** Bytes of a record on the wire that carries `bytes` of plaintext. `version`: 0x0304 or 0x0303. */
export function recordLength(version: number, epoch: number, bytes: number): number {
  if (epoch === TlsEpoch.plaintext) return recordHeaderBytes + bytes;
  const overhead = version === 0x0304 ? innerTypeBytes + tagBytes : explicitNonceBytes + tagBytes;
  return recordHeaderBytes + overhead + bytes;
}

/** Writes records into a TCP stream, and tells the trace what is in them. */
export class RecordWriter {
  private unflushed = 0;
  /** Next record's number and plaintext offset, by epoch. */
  private readonly sequences = [0, 0, 0, 0];
  private readonly handshakeOffsets = [0, 0, 0, 0];

  constructor(
    private readonly stream: CarrierStream,
    private readonly ledger: TlsLedger,
    /** Of the record protection: that of the session offered until another is agreed on. */
    public version: number,
  ) {}

  handshake(epoch: number, bytes: number): void {
    this.write(TlsContentType.handshake, epoch, this.handshakeOffsets[epoch] as number, bytes);
    this.handshakeOffsets[epoch] = (this.handshakeOffsets[epoch] as number) + bytes;
  }

  /** `from`: plaintext offset of the first byte. */
  applicationData(epoch: number, from: number, bytes: number): void {
    this.write(TlsContentType.applicationData, epoch, from, bytes);
  }

  changeCipherSpec(): void {
    this.put(TlsContentType.changeCipherSpec, TlsEpoch.plaintext, 0, 1);
  }

  /** RFC 8446 section 6: level and description. The plaintext's offset tells the description. */
  alert(epoch: number, description: number): void {
    this.put(TlsContentType.alert, epoch, description, 2);
  }

  /** Lets everything written leave in one go, as a stack that gathers a flight does. */
  flush(): void {
    const bytes = this.unflushed;
    this.unflushed = 0;
    if (bytes > 0) this.stream.carry(bytes);
  }

  private write(type: number, epoch: number, from: number, bytes: number): void {
    for (let done = 0; done < bytes; done += maximumPlaintext)
      this.put(type, epoch, from + done, Math.min(maximumPlaintext, bytes - done));
  }

  private put(type: number, epoch: number, from: number, bytes: number): void {
    const { connection, end } = this.stream;
    if (connection === none) return;
    const length = recordLength(this.version, epoch, bytes);
    const sequence = this.sequences[epoch] as number;
    this.sequences[epoch] = sequence + 1;
    const offset = this.stream.written + this.unflushed;
    this.ledger.record({ connection, end, offset, length, type, epoch, sequence, from, bytes });
    this.unflushed += length;
  }
}

/** Reads records off a TCP stream as their last bytes arrive. */
export class RecordReader {
  private next = 0;

  constructor(
    private readonly ledger: TlsLedger,
    private readonly connection: number,
    private readonly peer: 0 | 1,
  ) {}

  /** The next record of which all `total` bytes of the stream hold the last byte; undefined: none yet. */
  read(total: number): TlsRecord | undefined {
    const record = this.ledger.records(this.connection, this.peer)[this.next];
    if (!record || record.offset + record.length > total) return undefined;
    this.next += 1;
    return record;
  }
}
