import type { TlsRecord } from '../../shared/trace/tls';
import { tlsOfferOf } from '../../shared/trace/tls-tables';
import { applicationOf } from '../../shared/trace/connection-application';
import { none } from '../../shared/trace/record';
import type { ContentSpan } from '../../shared/trace/contents';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { Cryptography } from '../../wire/cryptography/cryptography';
import { QuicBytes } from '../quic/datagram';
import type { StreamEnd, WrittenContents } from '../../wire/applications/definition/written-contents';
import { StreamContents } from '../streams/stream-contents';
import { RecordIndex } from '../tls/record-index';
import { TlsBytes } from '../tls/session-bytes';

/**
 * A trace with what it takes to make its bytes: whoever looks at packets or exports them makes one and keeps it, since
 * it remembers what it made. The trace may go on growing.
 */
export class TraceBytes implements WrittenContents {
  /** Handshakes, secrets and records of TLS, over TCP and in QUIC. */
  readonly tls: TlsBytes;
  /** QUIC's datagrams. */
  readonly quic: QuicBytes;
  private readonly contents: StreamContents;
  private readonly records: RecordIndex;

  constructor(
    readonly trace: TraceReader,
    readonly cryptography: Cryptography,
  ) {
    this.contents = new StreamContents(trace);
    this.records = new RecordIndex(trace);
    this.tls = new TlsBytes(trace, cryptography, this.contents);
    this.quic = new QuicBytes(trace, cryptography, this.tls, this);
  }

  /** Copies a stretch of what an application wrote into a stream to `target[at]`; zeros where it wrote nothing. */
  copyContents(stream: StreamEnd, offset: number, length: number, target: Uint8Array, at = 0): void {
    this.contents.copy(stream, offset, length, target, at);
  }

  /** Whether what a TCP connection carries is TLS. */
  isTls(connection: number): boolean {
    return tlsOfferOf(this.trace, connection)?.carrier === 'tcp';
  }

  /** The TLS records of one direction of a TCP connection that lie in a stretch of it, if only in part. */
  recordsIn(connection: number, end: 0 | 1, offset: number, length: number): readonly TlsRecord[] {
    return this.records.overlapping(connection, end, offset, length);
  }

  /**
   * Copies a stretch of one direction of a TCP connection, as it is on the wire, to `target[at]`: what an application
   * wrote or, where TLS is spoken, the records around it.
   */
  copyStream(
    connection: number,
    end: 0 | 1,
    offset: number,
    length: number,
    target: Uint8Array,
    at = 0,
  ): void {
    if (!this.isTls(connection)) {
      this.copyContents({ connection, end, stream: 0 }, offset, length, target, at);
      return;
    }
    target.fill(0, at, at + length);
    for (const record of this.recordsIn(connection, end, offset, length)) {
      const from = Math.max(offset, record.offset);
      const to = Math.min(offset + length, record.offset + record.length);
      const bytes = this.tls.record(record).subarray(from - record.offset, to - record.offset);
      target.set(bytes, at + from - offset);
    }
  }

  get spans(): readonly ContentSpan[] {
    return this.trace.contents;
  }

  textOf(span: number): string | undefined {
    const { contents, literals } = this.trace;
    const literal = contents[span]?.literal ?? none;
    return literal === none ? undefined : literals[literal];
  }

  applicationOf(connection: number): string {
    return applicationOf(this.trace, connection).name;
  }

  read(stream: StreamEnd, offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.copyContents(stream, offset, length, bytes);
    return bytes;
  }

  textAtOrBefore(stream: StreamEnd, offset: number, accepts: (text: string) => boolean): number | undefined {
    return this.contents.textAtOrBefore(stream, offset, accepts);
  }
}
