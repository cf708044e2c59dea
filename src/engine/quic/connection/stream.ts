import { none } from '../../../shared/trace/record';
import type { StreamListener } from '../../transport/byte-stream';
import type { MultiplexedStream } from '../../transport/multiplexed';
import { RangeSet } from '../ranges/range-set';
import { SendBuffer } from '../ranges/send-buffer';
import { SendState } from './stream-machines';

/** What a stream needs to know of its connection. */
export interface StreamHolder {
  readonly connection: number;
  readonly end: 0 | 1;
  readonly applicationProtocol: string;
}

/** What an application does with a stream; implemented by `Streams`. */
export interface StreamOperations<Holder extends StreamHolder> {
  write(stream: StreamEnd<Holder>, text: string, filler: number, request: number): void;
  awaitRoom(stream: StreamEnd<Holder>): void;
  finish(stream: StreamEnd<Holder>): void;
  reset(stream: StreamEnd<Holder>, error: number): void;
  stopSending(stream: StreamEnd<Holder>, error: number): void;
  resume(stream: StreamEnd<Holder>): void;
}

/** RFC 9000 section 2.1: the two low bits of a stream's number. */
export const streamIsUnidirectional = (id: number): boolean => (id & 2) !== 0;
export const streamOpener = (id: number): 0 | 1 => (id & 1) as 0 | 1;

/** One end of a stream: its sending part and its receiving part, as far as its direction has them. */
export class StreamEnd<Holder extends StreamHolder> implements MultiplexedStream {
  /** Nobody listens until `onStream` has told who. */
  listener: StreamListener | undefined;
  readonly hasSendingPart: boolean;
  readonly hasReceivingPart: boolean;

  // The sending part, RFC 9000 section 3.1.
  sendState = 0;
  readonly sending = new SendBuffer();
  /** Stream offset that the peer allows. */
  sendLimit: number;
  /** The application has written all. */
  isFinished = false;
  finSent = false;
  finLost = false;
  finAcknowledged = false;
  /** Stands in the line of streams that have something to send. */
  isQueued = false;
  /** RFC 9218 section 4; without a word of the application it shares with all others. */
  urgency = 3;
  incremental = true;
  /** The limit that was last complained about; -1: none. */
  blockedAt = -1;
  blockedPending = false;
  /** Flow control was noted as holding it back, and has not let go since. */
  isBlocked = false;
  resetError = -1;
  resetPending = false;
  /** The application is told once fewer bytes than this are unsent; 0: it did not ask. */
  roomBelow = 0;

  // The receiving part, RFC 9000 section 3.2.
  receiveState = 0;
  readonly arrived = new RangeSet();
  /** Everything below has arrived and was handed over, or waits for the application to read. */
  received = 0;
  /** The highest offset seen: what counts against the connection's limit. */
  receivedHighest = 0;
  finalSize = -1;
  /** Bytes that the application has read. */
  consumed = 0;
  receiveLimit: number;
  limitPending = false;
  readingPaused = false;
  stopError = -1;
  stopPending = false;
  /** Stands in the line of streams with control frames to send. */
  hasControl = false;
  isReleased = false;

  constructor(
    readonly owner: Holder,
    readonly stream: number,
    sendLimit: number,
    receiveLimit: number,
    private readonly operations: StreamOperations<Holder>,
  ) {
    this.sendLimit = sendLimit;
    this.receiveLimit = receiveLimit;
    const isOurs = streamOpener(stream) === owner.end;
    this.hasSendingPart = isOurs || !streamIsUnidirectional(stream);
    this.hasReceivingPart = !isOurs || !streamIsUnidirectional(stream);
  }

  get connection(): number {
    return this.owner.connection;
  }
  get end(): 0 | 1 {
    return this.owner.end;
  }
  get applicationProtocol(): string {
    return this.owner.applicationProtocol;
  }
  get unsent(): number {
    return this.sending.unsent;
  }

  /** Whether the application may still write. */
  get isWritable(): boolean {
    return this.hasSendingPart && !this.isFinished && this.sendState <= SendState.send;
  }

  /** Whether a FIN is to be sent, for the first time or again. */
  get owesFin(): boolean {
    return this.isFinished && (!this.finSent || this.finLost);
  }

  write(text: string, filler = 0, request = none): void {
    this.operations.write(this, text, filler, request);
  }
  awaitRoom(unsent: number): void {
    this.roomBelow = unsent;
    this.operations.awaitRoom(this);
  }
  close(): void {
    this.operations.finish(this);
  }
  abort(): void {
    this.operations.reset(this, 0);
    this.operations.stopSending(this, 0);
  }
  prioritise(urgency: number, incremental: boolean): void {
    this.urgency = urgency;
    this.incremental = incremental;
  }
  reset(error: number): void {
    this.operations.reset(this, error);
  }
  stopSending(error: number): void {
    this.operations.stopSending(this, error);
  }
  pauseReading(): void {
    this.readingPaused = true;
  }
  resumeReading(): void {
    this.readingPaused = false;
    this.operations.resume(this);
  }
}
