import { QuicFrame } from '../../../shared/trace/quic';
import type { QuicConnection } from '../connection/connection';
import type { PacketSpace } from '../spaces/packet-space';
import { ReceiveState, SendEvent } from '../connection/stream-machines';
import type { Streams } from '../streams/streams';

/** What becomes of the frames of a packet when it is acknowledged, and when it is lost (RFC 9000 section 13.3). */
export class FrameFates {
  constructor(private readonly streams: Streams) {}

  /** The peer has all frames of a packet. */
  acknowledged(connection: QuicConnection, space: PacketSpace, number: number): void {
    const { sent } = space;
    for (let frame = sent.firstFrame(number); frame < sent.frameLimit(number); frame++)
      this.acknowledgeFrame(connection, space, frame);
  }

  /** Has the frames of a packet sent again, as far as that still makes sense (RFC 9000 section 13.3). */
  sendAgain(connection: QuicConnection, space: PacketSpace, number: number): void {
    const { sent } = space;
    for (let frame = sent.firstFrame(number); frame < sent.frameLimit(number); frame++)
      this.sendFrameAgain(connection, space, frame);
  }

  private sendFrameAgain(connection: QuicConnection, space: PacketSpace, frame: number): void {
    const { sent } = space;
    const id = sent.frameStream(frame);
    const offset = sent.frameOffset(frame);
    const stream = connection.streams.get(id);
    switch (sent.frameType(frame)) {
      case QuicFrame.crypto:
        space.crypto.lose(offset, offset + sent.frameLength(frame));
        break;
      case QuicFrame.stream:
        if (stream) this.streams.lost(stream, offset, sent.frameLength(frame), sent.frameFlag(frame));
        break;
      case QuicFrame.resetStream:
        if (stream) {
          stream.resetPending = true;
          this.streams.queueControl(stream);
        }
        break;
      case QuicFrame.stopSending:
        if (stream && stream.receiveState <= ReceiveState.sizeKnown) {
          stream.stopPending = true;
          this.streams.queueControl(stream);
        }
        break;
      case QuicFrame.maxStreamData:
        if (stream && stream.finalSize < 0 && offset === stream.receiveLimit) {
          stream.limitPending = true;
          this.streams.queueControl(stream);
        }
        break;
      case QuicFrame.maxData:
        if (offset === connection.dataAllowed) connection.dataLimitPending = true;
        break;
      case QuicFrame.maxStreamsBidirectional:
        connection.counts[0].limitPending ||= offset === connection.counts[0].peerAllowed;
        break;
      case QuicFrame.maxStreamsUnidirectional:
        connection.counts[1].limitPending ||= offset === connection.counts[1].peerAllowed;
        break;
      case QuicFrame.newConnectionId:
        addOnce(connection.idsToAnnounce, id);
        break;
      case QuicFrame.retireConnectionId:
        addOnce(connection.idsToRetire, id);
        break;
      case QuicFrame.newToken:
        connection.newTokenPending = true;
        break;
      case QuicFrame.handshakeDone:
        connection.handshakeDonePending = true;
        break;
    }
  }

  private acknowledgeFrame(connection: QuicConnection, space: PacketSpace, frame: number): void {
    const { sent } = space;
    const offset = sent.frameOffset(frame);
    const length = sent.frameLength(frame);
    switch (sent.frameType(frame)) {
      case QuicFrame.ack:
        // RFC 9000 section 13.2.4: acknowledged acknowledgements need not be told again.
        space.received.forgetBelow(offset + 1);
        break;
      case QuicFrame.crypto:
        space.crypto.acknowledge(offset, offset + length);
        break;
      case QuicFrame.stream: {
        const stream = connection.streams.get(sent.frameStream(frame));
        if (stream) this.streams.acknowledged(stream, offset, length, sent.frameFlag(frame));
        break;
      }
      case QuicFrame.resetStream: {
        const stream = connection.streams.get(sent.frameStream(frame));
        if (stream) this.streams.reactSending(stream, SendEvent.acknowledgedReset);
        break;
      }
    }
  }
}

function addOnce(numbers: number[], number: number): void {
  if (!numbers.includes(number)) numbers.push(number);
}
