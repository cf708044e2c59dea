import { FlowBlock, QuicFrame, QuicStreamFlag } from '../../../shared/trace/quic';
import { none } from '../../../shared/trace/record';
import type { QuicConnection, QuicStream, StreamCounts } from '../connection/connection';
import { Carries, type DatagramBuilder } from './datagram-builder';
import type { QuicEnvironment } from '../connection/environment';
import {
  ackFrameBytes,
  ackRangeBytes,
  cryptoFrameOverhead,
  handshakeDoneFrameBytes,
  limitFrameBytes,
  newConnectionIdFrameBytes,
  newTokenFrameBytes,
  pathFrameBytes,
  pingFrameBytes,
  resetStreamFrameBytes,
  retireConnectionIdFrameBytes,
  stopSendingFrameBytes,
  streamFrameOverhead,
  streamLimitFrameBytes,
} from '../../../wire/quic/lengths';
import { newTokenBytes } from '../connection/parameters';
import type { PacketSpace } from '../spaces/packet-space';
import { SendEvent, SendState } from '../connection/stream-machines';
import type { Streams } from '../streams/streams';
import { enqueue } from '../streams/send-queue';

/** RFC 9000 section 18.2: ACK Delay counts in units of 2^3 microseconds. */
const ackDelayUnit = 8;
/** A STREAM or CRYPTO frame with fewer bytes of room is not begun. */
const worthBeginning = 24;
/** Packets without an ack-eliciting frame after which one gets a PING, so that the peer's answer shortens the ACKs. */
const mostAcknowledgementsAlone = 20;

/** Chooses the frames of a packet: acknowledgement first, then handshake, control, and the streams in their turn. */
export class FrameFiller {
  constructor(
    private readonly environment: QuicEnvironment,
    private readonly builder: DatagramBuilder,
    private readonly streams: Streams,
  ) {}

  /** Puts the acknowledgement that is owed into the open packet. */
  acknowledge(connection: QuicConnection, space: PacketSpace): void {
    const { numbers, largest, largestAt } = space.received;
    if (numbers.isEmpty) return;
    const waited = space.index === 2 ? this.environment.writer.now - largestAt : 0;
    const delay = Math.floor(waited / 1e3 / ackDelayUnit) * ackDelayUnit;
    const last = numbers.count - 1;
    let length = ackFrameBytes(largest, numbers.start(last), delay / ackDelayUnit, numbers.count);
    for (let index = last - 1; index >= 0; index--)
      length += ackRangeBytes(numbers.start(index + 1), numbers.end(index) - 1, numbers.start(index));
    if (length > this.builder.room) return;
    this.builder.add(QuicFrame.ack, 0, largest, delay, none, numbers.count, length);
  }

  /** An acknowledgement that goes alone time and again gets a PING with it (RFC 9000 section 13.2.4). */
  pingNowAndThen(connection: QuicConnection, space: PacketSpace): void {
    connection.acknowledgementsAlone += 1;
    if (connection.acknowledgementsAlone < mostAcknowledgementsAlone || space.received.numbers.count < 2)
      return;
    connection.acknowledgementsAlone = 0;
    this.builder.add(QuicFrame.ping, 0, 0, 0, 0, 0, pingFrameBytes);
  }

  ping(): void {
    if (this.builder.room >= 1) this.builder.add(QuicFrame.ping, 0, 0, 0, 0, 0, pingFrameBytes);
  }

  /** CRYPTO frames: what was lost first. */
  crypto(space: PacketSpace): void {
    const { crypto } = space;
    const { builder } = this;
    while (!crypto.lost.isEmpty && builder.room >= worthBeginning) {
      const start = crypto.lost.start(0);
      const length = this.cryptoFrame(start, crypto.lost.end(0) - start);
      crypto.lost.remove(start, start + length);
      builder.carries |= Carries.retransmission;
    }
    if (crypto.unsent > 0 && builder.room >= worthBeginning)
      crypto.sent += this.cryptoFrame(crypto.sent, crypto.unsent);
  }

  private cryptoFrame(offset: number, bytes: number): number {
    const { builder } = this;
    const length = Math.min(bytes, builder.room - cryptoFrameOverhead(offset, Math.min(bytes, builder.room)));
    builder.add(QuicFrame.crypto, 0, offset, 0, length, 0, length + cryptoFrameOverhead(offset, length));
    builder.carries |= Carries.handshake;
    return length;
  }

  /** Frames of a 1-RTT packet that are about the connection, and those about streams that are not their data. */
  control(connection: QuicConnection): void {
    const { builder } = this;
    this.path(connection);
    if (connection.pingPending && builder.room >= 1) {
      connection.pingPending = false;
      builder.add(QuicFrame.ping, 0, 0, 0, 0, 0, pingFrameBytes);
    }
    if (connection.handshakeDonePending && builder.room >= 1) {
      connection.handshakeDonePending = false;
      builder.add(QuicFrame.handshakeDone, 0, 0, 0, 0, 0, handshakeDoneFrameBytes);
      builder.carries |= Carries.handshake;
    }
    if (connection.newTokenPending && builder.room >= newTokenFrameBytes(newTokenBytes)) {
      connection.newTokenPending = false;
      this.add(QuicFrame.newToken, 0, 0, newTokenBytes, newTokenFrameBytes(newTokenBytes));
    }
    while (connection.idsToRetire.length > 0 && builder.room >= worthBeginning) {
      const sequence = connection.idsToRetire.shift() as number;
      this.add(QuicFrame.retireConnectionId, 0, sequence, 0, retireConnectionIdFrameBytes(sequence));
    }
    this.flowControl(connection);
    while (connection.idsToAnnounce.length > 0) {
      const sequence = connection.idsToAnnounce[0] as number;
      const length = newConnectionIdFrameBytes(sequence, 0);
      if (length > builder.room) break;
      connection.idsToAnnounce.shift();
      this.add(QuicFrame.newConnectionId, 0, sequence, 0, length);
    }
  }

  /** Flow control of the connection and of its streams; also allowed in 0-RTT packets. */
  flowControl(connection: QuicConnection): void {
    const { builder } = this;
    if (connection.dataLimitPending && builder.room >= worthBeginning) {
      connection.dataLimitPending = false;
      this.limit(QuicFrame.maxData, connection.dataAllowed);
    }
    if (connection.dataBlockedPending && builder.room >= worthBeginning) {
      connection.dataBlockedPending = false;
      this.limit(QuicFrame.dataBlocked, connection.dataLimit);
    }
    this.streamCounts(connection.counts[0], 0);
    this.streamCounts(connection.counts[1], 1);
    while (connection.controlQueue.length > 0 && builder.room >= 2 * worthBeginning) {
      const stream = connection.controlQueue.shift() as QuicStream;
      stream.hasControl = false;
      this.streamControl(stream);
    }
  }

  private streamCounts(counts: StreamCounts, kind: 0 | 1): void {
    if (counts.limitPending && this.builder.room >= worthBeginning) {
      counts.limitPending = false;
      this.limit(QuicFrame.maxStreamsBidirectional + kind, counts.peerAllowed);
    }
    if (counts.blockedPending && this.builder.room >= worthBeginning) {
      counts.blockedPending = false;
      this.limit(QuicFrame.streamsBlockedBidirectional + kind, counts.allowed);
    }
  }

  /** STREAM frames: one stream's worth, and others with it only where all that they have fits. */
  streamData(connection: QuicConnection): void {
    const { builder } = this;
    const queue = connection.sendQueue;
    let isFirst = true;
    for (let turns = queue.length; turns > 0 && builder.room >= worthBeginning; turns--) {
      const stream = queue[0] as QuicStream;
      if (!isFirst && this.wanted(connection, stream) > builder.room) return;
      if (this.streamFrames(connection, stream)) isFirst = false;
      queue.shift();
      if (this.hasMore(connection, stream)) enqueue(queue, stream, true);
      else stream.isQueued = false;
    }
  }

  private path(connection: QuicConnection): void {
    const { builder } = this;
    while (connection.responses.length > 0 && builder.room >= pathFrameBytes) {
      const number = connection.responses.shift() as number;
      this.add(QuicFrame.pathResponse, 0, number, 0, pathFrameBytes);
      builder.carries |= Carries.path;
    }
    if (connection.challengePending && builder.room >= pathFrameBytes) {
      connection.challengePending = false;
      this.add(QuicFrame.pathChallenge, 0, connection.challenge, 0, pathFrameBytes);
      builder.carries |= Carries.path;
    }
  }

  private streamControl(stream: QuicStream): void {
    const id = stream.stream;
    if (stream.resetPending) {
      stream.resetPending = false;
      const { sent } = stream.sending;
      const length = resetStreamFrameBytes(id, stream.resetError, sent);
      this.add(QuicFrame.resetStream, sent, id, stream.resetError, length);
      if (stream.sendState !== SendState.resetSent) this.streams.reactSending(stream, SendEvent.reset);
    }
    if (stream.stopPending) {
      stream.stopPending = false;
      const length = stopSendingFrameBytes(id, stream.stopError);
      this.add(QuicFrame.stopSending, 0, id, stream.stopError, length);
    }
    if (stream.limitPending) {
      stream.limitPending = false;
      const limit = stream.receiveLimit;
      this.add(QuicFrame.maxStreamData, limit, id, 0, streamLimitFrameBytes(id, limit));
    }
    if (stream.blockedPending) {
      stream.blockedPending = false;
      const limit = stream.sendLimit;
      this.add(QuicFrame.streamDataBlocked, limit, id, 0, streamLimitFrameBytes(id, limit));
    }
  }

  private limit(type: number, limit: number): void {
    this.add(type, limit, 0, 0, limitFrameBytes(limit));
  }

  private add(type: number, offset: number, a: number, b: number, length: number): void {
    this.builder.add(type, 0, offset, a, b, 0, length);
    this.builder.carries |= Carries.control;
  }

  /** New bytes of a stream that flow control lets go. */
  private allowed(connection: QuicConnection, stream: QuicStream): number {
    const { sending } = stream;
    return Math.min(
      sending.unsent,
      stream.sendLimit - sending.sent,
      connection.dataLimit - connection.dataSent,
    );
  }

  /** Bytes that all frames of a stream would take now. */
  private wanted(connection: QuicConnection, stream: QuicStream): number {
    const { lost, sent } = stream.sending;
    let bytes = 0;
    for (let index = 0; index < lost.count; index++)
      bytes += lost.end(index) - lost.start(index) + worthBeginning;
    return bytes + this.allowed(connection, stream) + streamFrameOverhead(stream.stream, sent, 2000, true);
  }

  private hasMore(connection: QuicConnection, stream: QuicStream): boolean {
    const { sending } = stream;
    if (!sending.lost.isEmpty) return true;
    if (sending.unsent > 0) {
      this.noteBlocked(connection, stream);
      // Where the stream's own limit holds it back, MAX_STREAM_DATA puts it in line again.
      return sending.sent < stream.sendLimit;
    }
    return stream.owesFin && stream.sendState < SendState.resetSent;
  }

  /** Adds frames of one stream; says whether there were any. */
  private streamFrames(connection: QuicConnection, stream: QuicStream): boolean {
    const { builder } = this;
    const { sending } = stream;
    let any = false;
    while (!sending.lost.isEmpty && builder.room >= worthBeginning) {
      const start = sending.lost.start(0);
      const length = this.streamFrame(stream, start, sending.lost.end(0) - start);
      sending.lost.remove(start, start + length);
      builder.carries |= Carries.retransmission;
      any = true;
    }
    const fresh = this.allowed(connection, stream);
    if (fresh > 0 && builder.room >= worthBeginning) {
      const length = this.streamFrame(stream, sending.sent, fresh);
      sending.sent += length;
      connection.dataSent += length;
      stream.isBlocked = false;
      any = true;
    } else if (stream.owesFin && sending.unsent === 0 && builder.room >= worthBeginning) {
      this.streamFrame(stream, sending.written, 0);
      any = true;
    }
    if (stream.roomBelow > 0 && stream.unsent < stream.roomBelow) {
      stream.roomBelow = 0;
      connection.roomQueue.push(stream);
    }
    return any;
  }

  private streamFrame(stream: QuicStream, offset: number, bytes: number): number {
    const { builder, streams } = this;
    const id = stream.stream;
    const most = builder.room;
    const length = Math.min(bytes, most - streamFrameOverhead(id, offset, Math.min(bytes, most), true));
    const isLast = stream.isFinished && offset + length === stream.sending.written;
    const flags =
      QuicStreamFlag.length | (isLast ? QuicStreamFlag.fin : 0) | (offset > 0 ? QuicStreamFlag.offset : 0);
    builder.add(
      QuicFrame.stream,
      flags,
      offset,
      id,
      length,
      0,
      length + streamFrameOverhead(id, offset, length, true),
    );
    builder.carries |= Carries.data;
    if (stream.sendState === SendState.ready) streams.reactSending(stream, SendEvent.send);
    if (isLast) {
      stream.finSent = true;
      stream.finLost = false;
      if (stream.sendState === SendState.send) streams.reactSending(stream, SendEvent.fin);
    }
    return length;
  }

  /** RFC 9000 section 4.1: a sender that is held back says so, once a limit. */
  private noteBlocked(connection: QuicConnection, stream: QuicStream): void {
    const byStream = stream.sending.sent >= stream.sendLimit;
    if (!byStream && connection.dataSent < connection.dataLimit) return;
    if (byStream && stream.blockedAt !== stream.sendLimit) {
      stream.blockedAt = stream.sendLimit;
      stream.blockedPending = true;
      this.streams.queueControl(stream);
    } else if (!byStream && connection.dataBlockedAt !== connection.dataLimit) {
      connection.dataBlockedAt = connection.dataLimit;
      connection.dataBlockedPending = true;
    }
    if (stream.isBlocked) return;
    stream.isBlocked = true;
    const { writer, device } = this.environment;
    const why = byStream ? FlowBlock.stream : FlowBlock.connection;
    writer.quicBlocked(device, connection.connection, stream.stream, why);
  }
}
