import { FlowBlock, QuicStreamFlag } from '../../../shared/trace/quic';
import { AppError, none } from '../../../shared/trace/record';
import type { QuicParameters } from '../../../shared/trace/tls';
import { noTransition, type MachineTable } from '../../kernel/machine-table';
import type { StreamListener } from '../../transport/byte-stream';
import type { MultiplexedStream, StreamDirection } from '../../transport/multiplexed';
import type { QuicConnection, QuicStream } from '../connection/connection';
import { unidirectionalStreams } from '../connection/parameters';
import { TransportError } from '../connection/transport-error';
import type { QuicEnvironment } from '../connection/environment';
import { StreamEnd, streamIsUnidirectional, streamOpener, type StreamOperations } from '../connection/stream';
import {
  ReceiveEvent,
  ReceiveState,
  SendEvent,
  SendState,
  StreamAction,
  receivingPartTable,
  sendingPartTable,
} from '../connection/stream-machines';
import { enqueue } from './send-queue';
import { actionsOf, nextState } from '../connection/transitions';

/** The parts of a stream as quic.stream's detail names them. */
const Part = { sending: 0, receiving: 1 } as const;

/** Opens, feeds, reads and ends the streams of connections, within what flow control allows (RFC 9000 sections 2 to 4). */
export class Streams implements StreamOperations<QuicConnection> {
  constructor(
    private readonly environment: QuicEnvironment,
    /** Has what was written sent, at the end of what happens now. */
    private readonly requestFlush: (connection: QuicConnection) => void,
    /** The peer has broken a rule: the connection is closed with that error (RFC 9000 section 11.1). */
    private readonly refuse: (connection: QuicConnection, error: number) => void,
  ) {}

  open(
    connection: QuicConnection,
    direction: StreamDirection,
    listener: StreamListener,
  ): MultiplexedStream | undefined {
    const kind = direction === 'bidirectional' ? 0 : 1;
    const counts = connection.counts[kind];
    if (!connection.isLive || !connection.isOpenToApplication) return undefined;
    if (counts.opened >= counts.allowed) {
      this.noteStreamLimit(connection, kind);
      return undefined;
    }
    const stream = this.create(connection, counts.opened * 4 + kind * 2 + connection.end);
    counts.opened += 1;
    stream.listener = listener;
    return stream;
  }

  /** The stream that a frame of the peer names; undefined where it is over, or the peer may not name it. */
  find(connection: QuicConnection, id: number): QuicStream | undefined {
    const known = connection.streams.get(id);
    if (known) return known;
    const counts = connection.counts[streamIsUnidirectional(id) ? 1 : 0];
    const index = Math.floor(id / 4);
    if (streamOpener(id) === connection.end) {
      // RFC 9000 section 19.8: of this end's streams the peer can know only those that were opened.
      if (index >= counts.opened) this.refuse(connection, TransportError.streamState);
      return undefined;
    }
    if (index < counts.peerOpened) return undefined;
    // RFC 9000 section 4.6.
    if (index >= counts.peerAllowed) {
      this.refuse(connection, TransportError.streamLimit);
      return undefined;
    }
    // RFC 9000 section 2.1: a stream opens all lower ones of its type.
    while (counts.peerOpened <= index) {
      const opened = this.create(connection, counts.peerOpened * 4 + (id & 3));
      counts.peerOpened += 1;
      opened.listener = connection.listener.onStream(connection, opened);
    }
    return connection.streams.get(id);
  }

  write(stream: QuicStream, text: string, filler: number, request: number): void {
    if (!stream.isWritable || !stream.owner.isLive) return;
    this.append(stream, text.length, text, request);
    this.append(stream, filler, undefined, request);
    this.queue(stream);
  }

  finish(stream: QuicStream): void {
    if (!stream.isWritable || !stream.owner.isLive) return;
    stream.isFinished = true;
    this.queue(stream);
  }

  awaitRoom(stream: QuicStream): void {
    if (stream.unsent >= stream.roomBelow || !stream.owner.isLive) return;
    stream.roomBelow = 0;
    stream.owner.roomQueue.push(stream);
    this.requestFlush(stream.owner);
  }

  /** Gives the sending part up; what was written and not sent never is (RFC 9000 section 3.1). */
  reset(stream: QuicStream, error: number): void {
    if (this.mayReset(stream)) this.beginReset(stream, error);
  }

  private mayReset(stream: QuicStream): boolean {
    return (
      stream.hasSendingPart &&
      stream.sendState <= SendState.dataSent &&
      !stream.resetPending &&
      stream.owner.isLive
    );
  }

  private beginReset(stream: QuicStream, error: number): void {
    stream.resetError = error;
    stream.resetPending = true;
    stream.isFinished = true;
    stream.finSent = true;
    stream.sending.giveUp();
    this.queueControl(stream);
  }

  /** RFC 9000 section 3.5. */
  stopSending(stream: QuicStream, error: number): void {
    if (!stream.hasReceivingPart || stream.receiveState > ReceiveState.sizeKnown || !stream.owner.isLive)
      return;
    stream.stopError = error;
    stream.stopPending = true;
    this.queueControl(stream);
  }

  resume(stream: QuicStream): void {
    if (stream.isReleased) return;
    this.handOver(stream, none);
  }

  /** A STREAM frame has arrived. `packet`: its datagram's row. */
  takeData(stream: QuicStream, offset: number, length: number, flags: number, packet: number): void {
    const end = offset + length;
    const isLast = (flags & QuicStreamFlag.fin) !== 0;
    if (!this.mayReach(stream, end, isLast) || stream.receiveState > ReceiveState.sizeKnown) return;
    if (isLast && stream.finalSize < 0) {
      stream.finalSize = end;
      this.reactReceiving(stream, ReceiveEvent.fin);
    }
    if (offset <= stream.received) {
      if (end > stream.received) stream.received = end;
      if (!stream.arrived.isEmpty) stream.received = stream.arrived.takeFrom(stream.received);
    } else {
      stream.arrived.add(offset, end);
    }
    if (stream.received === stream.finalSize) this.reactReceiving(stream, ReceiveEvent.all);
    this.handOver(stream, packet);
  }

  /** RESET_STREAM has arrived (RFC 9000 section 3.2). */
  takeReset(stream: QuicStream, finalSize: number): void {
    if (!this.mayReach(stream, finalSize, true) || stream.receiveState > ReceiveState.sizeKnown) return;
    stream.finalSize = finalSize;
    this.reactReceiving(stream, ReceiveEvent.reset);
    this.consume(stream, finalSize - stream.consumed);
    stream.listener?.onError(stream, AppError.reset);
    this.reactReceiving(stream, ReceiveEvent.readReset);
  }

  /** STOP_SENDING has arrived: the answer is a reset (RFC 9000 section 3.5). */
  takeStop(stream: QuicStream, error: number): void {
    if (!this.mayReset(stream)) {
      if (!stream.hasSendingPart) this.refuse(stream.owner, TransportError.streamState);
      return;
    }
    this.beginReset(stream, error);
    stream.listener?.onError(stream, AppError.reset);
  }

  /** The peer's transport parameters say what it takes at first; whoever waited for them goes on. */
  takeFirstLimits(connection: QuicConnection, peer: QuicParameters): void {
    connection.dataLimit = Math.max(connection.dataLimit, peer.maximumData);
    connection.peerStreamLimit = peer.maximumStreamData;
    for (const stream of connection.streams.values())
      if (stream.hasSendingPart) this.takeStreamLimit(stream, peer.maximumStreamData);
    this.takeStreamsLimit(connection, 0, peer.maximumStreamsBidirectional);
    this.takeStreamsLimit(connection, 1, peer.maximumStreamsUnidirectional);
  }

  takeStreamLimit(stream: QuicStream, limit: number): void {
    if (!stream.hasSendingPart) this.refuse(stream.owner, TransportError.streamState);
    if (!stream.hasSendingPart || limit <= stream.sendLimit) return;
    stream.sendLimit = limit;
    if (stream.unsent > 0) this.queue(stream);
  }

  takeStreamsLimit(connection: QuicConnection, kind: 0 | 1, limit: number): void {
    const counts = connection.counts[kind];
    if (limit <= counts.allowed) return;
    counts.allowed = limit;
    if (connection.isOpenToApplication) connection.listener.onStreamsAllowed(connection);
  }

  /** A STREAM frame of ours was acknowledged. */
  acknowledged(stream: QuicStream, offset: number, length: number, flags: number): void {
    stream.sending.acknowledge(offset, offset + length);
    if (flags & QuicStreamFlag.fin) stream.finAcknowledged = true;
    if (stream.finAcknowledged && stream.sending.isAllAcknowledged)
      this.reactSending(stream, SendEvent.acknowledgedAll);
  }

  /** A STREAM frame of ours is to be sent again. */
  lost(stream: QuicStream, offset: number, length: number, flags: number): void {
    if (stream.sendState >= SendState.resetSent || stream.resetPending) return;
    stream.sending.lose(offset, offset + length);
    if (flags & QuicStreamFlag.fin && !stream.finAcknowledged) stream.finLost = true;
    if (stream.sending.lost.isEmpty && !stream.finLost) return;
    const { sendQueue } = stream.owner;
    // RFC 9000 section 13.3: what was lost goes before what is new.
    if (stream.isQueued) sendQueue.splice(sendQueue.indexOf(stream), 1);
    stream.isQueued = true;
    sendQueue.unshift(stream);
  }

  /** Puts a stream in the line of those that have something to send. */
  queue(stream: QuicStream): void {
    if (!stream.isQueued) {
      stream.isQueued = true;
      enqueue(stream.owner.sendQueue, stream, false);
    }
    this.requestFlush(stream.owner);
  }

  queueControl(stream: QuicStream): void {
    if (!stream.hasControl) {
      stream.hasControl = true;
      stream.owner.controlQueue.push(stream);
    }
    this.requestFlush(stream.owner);
  }

  reactSending(stream: QuicStream, event: number): void {
    const to = this.change(stream, sendingPartTable, stream.sendState, event, Part.sending);
    if (to === noTransition) return;
    const actions = actionsOf(sendingPartTable, stream.sendState, event);
    stream.sendState = to;
    if (actions & StreamAction.release) this.releaseIfOver(stream);
  }

  /** The connection has ended: its streams end with it. `error`: AppError, 0 where it was closed in order. */
  endAll(connection: QuicConnection, error: number): void {
    for (const stream of connection.streams.values()) {
      if (error !== 0 && !isOver(stream)) stream.listener?.onError(stream, error);
      stream.isReleased = true;
      stream.listener?.onClosed(stream);
    }
    connection.streams.clear();
    connection.sendQueue.length = 0;
    connection.controlQueue.length = 0;
    connection.roomQueue.length = 0;
  }

  private create(connection: QuicConnection, id: number): QuicStream {
    const receiveLimit = connection.parameters.maximumStreamData;
    const stream = new StreamEnd(connection, id, connection.peerStreamLimit, receiveLimit, this);
    connection.streams.set(id, stream);
    return stream;
  }

  private append(stream: QuicStream, bytes: number, text: string | undefined, request: number): void {
    if (bytes === 0) return;
    this.environment.contents.write(stream, stream.sending.written, bytes, text, request);
    stream.sending.written += bytes;
  }

  /** Takes note of how far a stream has got; false where the peer had no right to, which ends the connection. */
  private mayReach(stream: QuicStream, end: number, isLast: boolean): boolean {
    const { owner } = stream;
    const error = this.breach(stream, end, isLast);
    if (error !== 0) {
      this.refuse(owner, error);
      return false;
    }
    if (end > stream.receivedHighest) {
      owner.dataReceived += end - stream.receivedHighest;
      stream.receivedHighest = end;
    }
    return true;
  }

  /** The rule that data up to `end` breaks; 0: none. */
  private breach(stream: QuicStream, end: number, isLast: boolean): number {
    const { owner, finalSize, receivedHighest } = stream;
    if (!stream.hasReceivingPart) return TransportError.streamState;
    // RFC 9000 section 4.5.
    if (finalSize >= 0 ? end > finalSize || (isLast && end !== finalSize) : isLast && end < receivedHighest)
      return TransportError.finalSize;
    // RFC 9000 section 4.1.
    const more = Math.max(end - receivedHighest, 0);
    const isTooMuch = end > stream.receiveLimit || owner.dataReceived + more > owner.dataAllowed;
    return isTooMuch ? TransportError.flowControl : 0;
  }

  /** Gives the application what is there in order, and the end after the last byte. */
  private handOver(stream: QuicStream, packet: number): void {
    if (!isReading(stream)) return;
    const bytes = stream.received - stream.consumed;
    if (bytes > 0) {
      const { writer, device } = this.environment;
      const { cause } = writer;
      const { connection } = stream.owner;
      writer.cause = writer.quicDeliver(device, packet, connection, stream.stream, bytes);
      this.consume(stream, bytes);
      stream.listener?.onData(stream, bytes, stream.received);
      writer.cause = cause;
    }
    // The application may have paused, or given up, on what it was just given.
    if (!isReading(stream) || stream.receiveState !== ReceiveState.dataReceived) return;
    stream.listener?.onEnd(stream);
    this.reactReceiving(stream, ReceiveEvent.readAll);
  }

  /** Bytes were read: the windows move on by half of themselves at a time. */
  private consume(stream: QuicStream, bytes: number): void {
    const connection = stream.owner;
    const { maximumStreamData, maximumData } = connection.parameters;
    stream.consumed += bytes;
    connection.dataConsumed += bytes;
    if (stream.finalSize < 0 && stream.receiveLimit - stream.consumed <= maximumStreamData / 2) {
      stream.receiveLimit = stream.consumed + maximumStreamData;
      stream.limitPending = true;
      this.queueControl(stream);
    }
    if (connection.dataAllowed - connection.dataConsumed <= maximumData / 2) {
      connection.dataAllowed = connection.dataConsumed + maximumData;
      connection.dataLimitPending = true;
      this.requestFlush(connection);
    }
  }

  private reactReceiving(stream: QuicStream, event: number): void {
    const to = this.change(stream, receivingPartTable, stream.receiveState, event, Part.receiving);
    if (to === noTransition) return;
    const actions = actionsOf(receivingPartTable, stream.receiveState, event);
    stream.receiveState = to;
    if (actions & StreamAction.release) this.releaseIfOver(stream);
  }

  private change(stream: QuicStream, table: MachineTable, from: number, event: number, part: number): number {
    const to = nextState(table, from, event);
    if (to === noTransition) return to;
    const { writer, device } = this.environment;
    writer.quicStream(device, stream.owner.connection, stream.stream, part, from, to, event);
    return to;
  }

  private releaseIfOver(stream: QuicStream): void {
    if (!isOver(stream) || stream.isReleased) return;
    const connection = stream.owner;
    stream.isReleased = true;
    connection.streams.delete(stream.stream);
    if (streamOpener(stream.stream) !== connection.end) this.allowAnother(connection, stream.stream);
    stream.listener?.onClosed(stream);
  }

  /** A stream of the peer's is over: it may open another, which it is told when half of what it may is used up. */
  private allowAnother(connection: QuicConnection, id: number): void {
    const kind = streamIsUnidirectional(id) ? 1 : 0;
    const counts = connection.counts[kind];
    const { parameters } = connection;
    const most = kind === 1 ? unidirectionalStreams(parameters) : parameters.maximumStreams;
    counts.peerReleased += 1;
    if (counts.peerAllowed - counts.peerReleased > most / 2) return;
    counts.peerAllowed = counts.peerReleased + most;
    counts.limitPending = true;
    this.requestFlush(connection);
  }

  private noteStreamLimit(connection: QuicConnection, kind: 0 | 1): void {
    const counts = connection.counts[kind];
    if (counts.blockedAt === counts.allowed) return;
    counts.blockedAt = counts.allowed;
    counts.blockedPending = true;
    const { writer, device } = this.environment;
    const next = counts.opened * 4 + kind * 2 + connection.end;
    writer.quicBlocked(device, connection.connection, next, FlowBlock.streamLimit);
    this.requestFlush(connection);
  }
}

function isReading(stream: QuicStream): boolean {
  return !stream.readingPaused && stream.receiveState <= ReceiveState.dataReceived && !stream.isReleased;
}

function isOver(stream: QuicStream): boolean {
  const sent = !stream.hasSendingPart || stream.sendState >= SendState.dataReceived;
  return sent && (!stream.hasReceivingPart || stream.receiveState >= ReceiveState.dataRead);
}
