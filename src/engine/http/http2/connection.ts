import { FlowBlock } from '../../../shared/trace/quic';
import { http2Events } from '../../../shared/trace/record';
import { noTransition } from '../../kernel/machine-table';
import type { ByteStream } from '../../transport/byte-stream';
import {
  Http2Error,
  http2InitialFrameSize,
  http2InitialWindow,
  Http2Setting,
} from '../../../wire/http2/constants';
import type { FieldLine } from '../../../wire/hpack/field-line';
import type { Http2SettingValue } from '../../../wire/http2/frame';
import type { HttpEnvironment } from '../common/environment';
import type { RequestPriority } from '../common/fields';
import type { FrameQueue } from '../common/frame-ledger';
import type { Http2Carried } from '../common/http2-carried';
import { DataScheduler } from './data-scheduler';
import { Http2FrameWriter } from './frame-writer';
import { ReceiveWindow } from './receive-window';
import { Http2Stream } from './stream';
import { Http2Action, Http2Event, http2StreamTable, Http2State } from './stream-machine';

/** What the client's or the server's part of a connection is told of the frames that arrive. */
export interface Http2Role {
  onHeaders(id: number, fields: readonly FieldLine[], request: number): void;
  /** A stream's peer has said all. */
  onEndStream(stream: Http2Stream): void;
  /** `error`: RFC 9113 section 7. */
  onReset(stream: Http2Stream, error: number): void;
  onGoAway(lastStream: number): void;
  /** The peer's settings are in force: how many streams there may be, for one. */
  onSettings(): void;
}

/**
 * While so many bytes wait unsent below, no more DATA is written: what is decided late can still go to whoever needs it
 * then, and responses interleave on the wire as they do in the scheduler. Smaller frames want fewer.
 */
const mostUnsentBytes = 16_384;
const mostUnsentFrames = 2;
/** SETTINGS_MAX_CONCURRENT_STREAMS is without a limit until told; clients take what RFC 9113 section 6.5.2 recommends. */
const streamsUntilTold = 100;

/** What both ends of an HTTP/2 connection do: settings, flow control, streams and their states, DATA in turns. */
export class Http2ConnectionEnd {
  readonly streams = new Map<number, Http2Stream>();
  /** SETTINGS_MAX_CONCURRENT_STREAMS of the peer. */
  peerStreams = streamsUntilTold;
  private readonly writer: Http2FrameWriter;
  private readonly incoming: FrameQueue<Http2Carried>;
  private readonly scheduler = new DataScheduler<Http2Stream>();
  private sendWindow = http2InitialWindow;
  private readonly receiveWindow: ReceiveWindow;
  private peerStreamWindow = http2InitialWindow;
  private readonly unsentWanted: number;
  private isReading = false;

  constructor(
    private readonly environment: HttpEnvironment,
    readonly stream: ByteStream,
    private readonly role: Http2Role,
  ) {
    const { connection, end } = stream;
    const { http2Frames, http2 } = environment;
    this.writer = new Http2FrameWriter(stream, http2Frames.queue(connection, end));
    this.incoming = http2Frames.queue(connection, end === 0 ? 1 : 0);
    this.receiveWindow = new ReceiveWindow(http2InitialWindow, http2.connectionWindow);
    this.unsentWanted = Math.min(mostUnsentBytes, http2.dataFrame * mostUnsentFrames);
  }

  /** Says what an end says first. */
  begin(): void {
    const client = this.stream.end === 0;
    this.writer.begin(client, this.settings(client), this.receiveWindow.open());
  }

  /** Takes in all frames that are whole now that `total` bytes have arrived; requests that came together share from the start. */
  read(total: number): void {
    this.isReading = true;
    for (let frame = this.incoming.take(total); frame; frame = this.incoming.take(total)) this.take(frame);
    this.isReading = false;
    this.sendData();
  }

  /** A new stream of a request. */
  open(id: number, request: number, priority: RequestPriority): Http2Stream {
    const { streamWindow } = this.environment.http2;
    const stream = new Http2Stream(id, request, priority, this.peerStreamWindow, streamWindow);
    this.streams.set(id, stream);
    return stream;
  }

  /** Sends a head, then `body` bytes as flow control and the other streams let it. */
  send(stream: Http2Stream, fields: readonly FieldLine[], body: number): void {
    this.transition(stream, Http2Event.sendHeaders);
    if (body === 0) this.transition(stream, Http2Event.sendEndStream);
    this.writer.headers(stream.id, fields, body === 0, stream.request);
    if (body === 0) return;
    stream.unsentBody = body;
    this.scheduler.add(stream);
    this.sendData();
  }

  /** Gives a stream up (RFC 9113 section 6.4). */
  reset(stream: Http2Stream, error: number = Http2Error.cancel): void {
    this.scheduler.remove(stream);
    this.note(stream, 0);
    this.transition(stream, Http2Event.sendReset);
    this.writer.reset(stream.id, error);
  }

  goAway(lastStream: number): void {
    this.writer.goAway(lastStream, Http2Error.noError);
  }

  /** Writes DATA as long as there is room below, and something that may be sent. */
  sendData(): void {
    if (this.isReading || this.scheduler.isEmpty()) return;
    const maySend = (stream: Http2Stream) => stream.sendWindow > 0;
    while (this.sendWindow > 0 && this.stream.unsent < this.unsentWanted) {
      const stream = this.scheduler.next(maySend);
      if (!stream) break;
      this.sendFrame(stream);
    }
    this.noteBlocks();
    if (this.stream.unsent >= this.unsentWanted && !this.scheduler.isEmpty())
      this.stream.awaitRoom(this.unsentWanted);
  }

  private sendFrame(stream: Http2Stream): void {
    const bytes = Math.min(
      stream.unsentBody,
      stream.sendWindow,
      this.sendWindow,
      this.environment.http2.dataFrame,
      this.writer.largestFrame,
    );
    stream.unsentBody -= bytes;
    stream.sendWindow -= bytes;
    this.sendWindow -= bytes;
    const isLast = stream.unsentBody === 0;
    if (isLast) {
      this.scheduler.remove(stream);
      this.note(stream, 0);
      this.transition(stream, Http2Event.sendEndStream);
    }
    this.writer.data(stream.id, bytes, isLast, stream.request);
  }

  private settings(client: boolean): Http2SettingValue[] {
    const { streamWindow, maximumStreams, maximumFrame } = this.environment.http2;
    const settings: Http2SettingValue[] = [
      // RFC 9113 section 8.4: a client that wants no pushed responses says so.
      client
        ? { identifier: Http2Setting.enablePush, value: 0 }
        : { identifier: Http2Setting.maxConcurrentStreams, value: maximumStreams },
      { identifier: Http2Setting.initialWindowSize, value: streamWindow },
      // RFC 9218 section 2.1: no priorities of RFC 7540.
      { identifier: Http2Setting.noRfc7540Priorities, value: 1 },
    ];
    if (maximumFrame !== http2InitialFrameSize)
      settings.push({ identifier: Http2Setting.maxFrameSize, value: maximumFrame });
    return settings;
  }

  private take(frame: Http2Carried): void {
    switch (frame.type) {
      case 'SETTINGS':
        if (!frame.acknowledges) this.takeSettings(frame.settings);
        break;
      case 'HEADERS':
        this.takeHeaders(frame);
        break;
      case 'DATA':
        this.takeData(frame);
        break;
      case 'WINDOW_UPDATE':
        this.takeWindowUpdate(frame.stream, frame.increment);
        break;
      case 'RST_STREAM':
        this.takeReset(frame.stream, frame.error);
        break;
      case 'PING':
        if (!frame.acknowledges) this.writer.ping(true, frame.opaque);
        break;
      case 'GOAWAY':
        this.role.onGoAway(frame.lastStream);
    }
  }

  private takeSettings(settings: readonly Http2SettingValue[]): void {
    for (const { identifier, value } of settings) {
      if (identifier === Http2Setting.maxConcurrentStreams) this.peerStreams = value;
      if (identifier === Http2Setting.maxFrameSize) this.writer.largestFrame = value;
      if (identifier === Http2Setting.initialWindowSize) {
        // RFC 9113 section 6.9.2: the difference goes to all streams.
        for (const stream of this.streams.values()) stream.sendWindow += value - this.peerStreamWindow;
        this.peerStreamWindow = value;
      }
    }
    this.writer.acknowledgeSettings();
    this.role.onSettings();
  }

  private takeHeaders(frame: Extract<Http2Carried, { type: 'HEADERS' }>): void {
    this.role.onHeaders(frame.stream, frame.fields, frame.request);
    const stream = this.streams.get(frame.stream);
    if (stream && frame.endStream) this.endStream(stream);
  }

  private takeData(frame: Extract<Http2Carried, { type: 'DATA' }>): void {
    const raise = this.receiveWindow.read(frame.bytes);
    if (raise > 0) this.writer.raiseWindow(0, raise);
    const stream = this.streams.get(frame.stream);
    // RFC 9113 section 5.1: what was sent before a reset was read counts for the connection alone.
    if (!stream) return;
    if (frame.endStream) {
      this.endStream(stream);
      return;
    }
    const raiseStream = stream.receiveWindow.read(frame.bytes);
    if (raiseStream > 0) this.writer.raiseWindow(stream.id, raiseStream, stream.request);
  }

  private takeWindowUpdate(id: number, increment: number): void {
    const stream = this.streams.get(id);
    if (id === 0) this.sendWindow += increment;
    else if (stream) stream.sendWindow += increment;
  }

  private takeReset(id: number, error: number): void {
    const stream = this.streams.get(id);
    if (!stream) return;
    this.scheduler.remove(stream);
    this.note(stream, 0);
    this.transition(stream, Http2Event.receiveReset);
    this.role.onReset(stream, error);
  }

  /** The peer has opened a stream with its HEADERS, or answered on one. */
  receiveHeaders(stream: Http2Stream): void {
    this.transition(stream, Http2Event.receiveHeaders);
  }

  private endStream(stream: Http2Stream): void {
    this.transition(stream, Http2Event.receiveEndStream);
    this.role.onEndStream(stream);
  }

  private transition(stream: Http2Stream, event: number): void {
    const cell = stream.state * http2Events.length + event;
    const next = http2StreamTable.next[cell] ?? noTransition;
    if (next === noTransition) return;
    const { writer, device } = this.environment;
    writer.httpStream(device, this.stream.connection, stream.id, stream.state, next, event);
    stream.state = next;
    if ((http2StreamTable.actionBits[cell] ?? 0) & Http2Action.release) this.streams.delete(stream.id);
  }

  /** Tells of streams that flow control has begun, or ceased, to hold back. */
  private noteBlocks(): void {
    for (const stream of this.scheduler.all())
      this.note(
        stream,
        stream.sendWindow <= 0 ? FlowBlock.stream : this.sendWindow <= 0 ? FlowBlock.connection : 0,
      );
  }

  private note(stream: Http2Stream, blockedBy: number): void {
    if (stream.blockedBy === blockedBy) return;
    stream.blockedBy = blockedBy;
    const { writer, device } = this.environment;
    const { connection } = this.stream;
    if (blockedBy === 0) writer.httpUnblocked(device, connection, stream.request);
    else writer.httpBlocked(device, connection, stream.request, blockedBy);
  }
}

/** Whether a stream is done with. */
export function isClosed(stream: Http2Stream): boolean {
  return stream.state === Http2State.closed;
}
