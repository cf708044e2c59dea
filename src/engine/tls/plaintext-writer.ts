import type { CarrierStream } from '../transport/byte-stream';
import { maximumPlaintext, type RecordWriter } from './record-layer';

/**
 * While so many bytes wait unsent in TCP no more records are made: enough that TCP never runs dry, and that what a page of
 * any size costs at once has an end.
 */
const mostUnsent = 64 * maximumPlaintext;

/** What an application writes into TLS, sealed into records as TCP takes them. */
export class PlaintextWriter {
  /** Bytes written, and those of them that are in records. */
  written = 0;
  private sealed = 0;
  /** The application is told once fewer bytes than this are unsent; 0: it did not ask. */
  private roomBelow = 0;

  constructor(
    private readonly carrier: CarrierStream,
    private readonly records: RecordWriter,
  ) {}

  get unsent(): number {
    return this.carrier.unsent + this.waiting;
  }

  /** Bytes that no record holds yet. */
  get waiting(): number {
    return this.written - this.sealed;
  }

  /** Takes `bytes` more, and seals what TCP has room for. `epoch`: of the keys. */
  write(bytes: number, epoch: number): void {
    this.written += bytes;
    this.seal(epoch);
  }

  /** Makes records of what is written for as long as TCP has room, and has TCP tell when it has room again. */
  seal(epoch: number): void {
    const { carrier, records } = this;
    while (this.waiting > 0 && carrier.unsent < mostUnsent) {
      // Whole records, so that their ends do not depend on what TCP has sent meanwhile.
      const room = Math.ceil((mostUnsent - carrier.unsent) / maximumPlaintext) * maximumPlaintext;
      const bytes = Math.min(this.waiting, room);
      records.applicationData(epoch, this.sealed, bytes);
      this.sealed += bytes;
      records.flush();
    }
    if (this.waiting > 0) carrier.awaitRoom(mostUnsent);
    else if (this.roomBelow > 0) carrier.awaitRoom(this.roomBelow);
  }

  /** The peer has read nothing of it (early data, refused): all is sealed anew. */
  sealAgain(epoch: number): void {
    this.sealed = 0;
    this.seal(epoch);
  }

  awaitRoom(unsent: number): void {
    this.roomBelow = unsent;
    if (this.waiting === 0) this.carrier.awaitRoom(unsent);
  }

  /** Whether the application is to be told now that there is room; it is told once. */
  takeRoom(): boolean {
    if (this.unsent >= this.roomBelow) return false;
    this.roomBelow = 0;
    return true;
  }
}
