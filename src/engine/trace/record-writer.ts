// Written by `npm run schemas` from src/shared/trace/kinds: change a kind there.
import { none } from '../../shared/trace/record';
import { RecordRows } from './record-rows';

/**
 * Writes records, one method for each kind; each returns the record's seq. `cause` is the record that led to it: what
 * is being handled, unless another one is given.
 */
export class RecordWriter extends RecordRows {
  /** `run.start`: The run begins. */
  runStart(seed: number, cause = this.cause): number {
    return this.row(1, 0, none, none, seed, 0, 0, cause);
  }

  /**
   * `run.end`: The run ends: no event is left, or the document's duration is reached.
   * reason: 0 idle, 1 duration reached.
   */
  runEnd(reason: number, cause = this.cause): number {
    return this.row(2, 0, none, none, 0, 0, reason, cause);
  }

  /**
   * `link.send`: A frame is handed to a link's sending end, and waits there before its first bit leaves.
   * timeToLive: Time to Live.
   */
  linkSend(
    direction: number,
    packet: number,
    connection: number,
    wait: number,
    timeToLive: number,
    cause = this.cause,
  ): number {
    return this.row(
      10,
      direction,
      packet,
      connection,
      wait >>> 0,
      Math.floor(wait / 0x100000000),
      timeToLive,
      cause,
    );
  }

  /**
   * `link.arrive`: A frame's last bit has reached the link's other end.
   * timeToLive: Time to Live.
   */
  linkArrive(
    direction: number,
    packet: number,
    connection: number,
    timeToLive: number,
    cause = this.cause,
  ): number {
    return this.row(11, direction, packet, connection, 0, 0, timeToLive, cause);
  }

  /**
   * `link.drop`: A frame is lost on, or refused by, a link.
   * reason: reason for the loss.
   */
  linkDrop(
    direction: number,
    packet: number,
    connection: number,
    reason: number,
    cause = this.cause,
  ): number {
    return this.row(12, direction, packet, connection, 0, 0, reason, cause);
  }

  /** `link.cut`: A link is cut: what is on it, or waits for it, is lost. */
  linkCut(link: number, cause = this.cause): number {
    return this.row(13, link * 2, none, none, 0, 0, 0, cause);
  }

  /** `link.mend`: A cut link works again. */
  linkMend(link: number, cause = this.cause): number {
    return this.row(14, link * 2, none, none, 0, 0, 0, cause);
  }

  /**
   * `ip.drop`: A device discards a packet.
   * reason: reason for the loss.
   */
  ipDrop(device: number, packet: number, connection: number, reason: number, cause = this.cause): number {
    return this.row(20, device, packet, connection, 0, 0, reason, cause);
  }

  /** `device.crash`: A host vanishes with all that it knew. */
  deviceCrash(device: number, cause = this.cause): number {
    return this.row(21, device, none, none, 0, 0, 0, cause);
  }

  /** `device.restart`: A crashed host is back, and knows nothing. */
  deviceRestart(device: number, cause = this.cause): number {
    return this.row(22, device, none, none, 0, 0, 0, cause);
  }

  /**
   * `device.address-change`: A host sends from another of its addresses from now on.
   * address: the new address.
   */
  addressChange(device: number, address: number, cause = this.cause): number {
    return this.row(23, device, none, none, address, 0, 0, cause);
  }

  /**
   * `tcp.state`: A TCP machine changes state.
   * initialSequence: initial sequence number, or `NONE`.
   */
  tcpState(
    device: number,
    connection: number,
    from: number,
    to: number,
    event: number,
    initialSequence: number,
    cause = this.cause,
  ): number {
    return this.row(
      30,
      device,
      none,
      connection,
      from | (to << 8) | (event << 16),
      initialSequence,
      to,
      cause,
    );
  }

  /**
   * `tcp.send`: TCP hands a segment to IP.
   * reason: reason for the segment.
   */
  tcpSend(
    device: number,
    packet: number,
    connection: number,
    reason: number,
    bytesInFlight: number,
    sendWindow: number,
    cause = this.cause,
  ): number {
    return this.row(31, device, packet, connection, bytesInFlight, sendWindow, reason, cause);
  }

  /** `tcp.deliver`: TCP hands bytes, in order, to the application. */
  tcpDeliver(
    device: number,
    packet: number,
    connection: number,
    bytes: number,
    streamOffset: number,
    cause = this.cause,
  ): number {
    return this.row(32, device, packet, connection, bytes, streamOffset, 0, cause);
  }

  /** `tcp.timer`: A TCP timer fires. */
  tcpTimer(device: number, connection: number, timer: number, cause = this.cause): number {
    return this.row(33, device, none, connection, 0, 0, timer, cause);
  }

  /**
   * `tcp.congestion`: The congestion window, the threshold or the phase has changed.
   * slowStartThreshold: slow start threshold, or `NONE`.
   */
  tcpCongestion(
    device: number,
    connection: number,
    congestionWindow: number,
    slowStartThreshold: number,
    phase: number,
    cause = this.cause,
  ): number {
    return this.row(34, device, none, connection, congestionWindow, slowStartThreshold, phase, cause);
  }

  /**
   * `tcp.round-trip`: A round trip was measured.
   * smoothedRoundTrip: smoothed round trip, microseconds.
   * retransmissionTimeout: retransmission timeout, microseconds.
   */
  tcpRoundTrip(
    device: number,
    connection: number,
    smoothedRoundTrip: number,
    retransmissionTimeout: number,
    cause = this.cause,
  ): number {
    return this.row(35, device, none, connection, smoothedRoundTrip, retransmissionTimeout, 0, cause);
  }

  /**
   * `tcp.receive`: A segment was received that is not plainly the next one.
   * duplicates: duplicate ACKs in a row, or 0.
   */
  tcpReceive(
    device: number,
    packet: number,
    connection: number,
    verdict: number,
    duplicates: number,
    cause = this.cause,
  ): number {
    return this.row(36, device, packet, connection, duplicates, 0, verdict, cause);
  }

  /**
   * `tls.message`: An end sends or receives a TLS handshake message.
   * message: message's type.
   * bytes: length.
   * direction: 0 sent, 1 received.
   */
  tlsMessage(
    device: number,
    connection: number,
    message: number,
    epoch: number,
    bytes: number,
    direction: number,
    cause = this.cause,
  ): number {
    return this.row(37, device, none, connection, message | (epoch << 8), bytes, direction, cause);
  }

  /**
   * `tls.established`: TLS is done at an end.
   * version: version: 0x0304 is TLS 1.3.
   */
  tlsEstablished(
    device: number,
    connection: number,
    version: number,
    session: number,
    cause = this.cause,
  ): number {
    return this.row(38, device, none, connection, version, 0, session, cause);
  }

  /**
   * `tcp.accept`: An application takes a connection from the accept queue.
   * waiting: connections that stay.
   */
  tcpAccept(device: number, connection: number, waiting: number, cause = this.cause): number {
    return this.row(39, device, none, connection, waiting, 0, 0, cause);
  }

  /**
   * `app.start`: A user starts a request: the click.
   * workload: workload's index.
   */
  appStart(device: number, request: number, workload: number, cause = this.cause): number {
    return this.row(40, device, none, none, request, workload, 0, cause);
  }

  /** `http.request`: A request's bytes are handed to the transport at the client. */
  httpRequest(device: number, connection: number, request: number, cause = this.cause): number {
    return this.row(41, device, none, connection, request, 0, 0, cause);
  }

  /** `http.request-received`: A whole request has been read at the server. */
  httpRequestReceived(device: number, connection: number, request: number, cause = this.cause): number {
    return this.row(42, device, none, connection, request, 0, 0, cause);
  }

  /**
   * `http.response`: A response's bytes are handed to the transport at the server.
   * status: status code.
   */
  httpResponse(
    device: number,
    connection: number,
    request: number,
    status: number,
    cause = this.cause,
  ): number {
    return this.row(43, device, none, connection, request, status, 0, cause);
  }

  /**
   * `http.response-received`: A whole response has been read at the client.
   * status: status code.
   */
  httpResponseReceived(
    device: number,
    connection: number,
    request: number,
    status: number,
    cause = this.cause,
  ): number {
    return this.row(44, device, none, connection, request, status, 0, cause);
  }

  /** `app.error`: A request failed. */
  appError(device: number, connection: number, request: number, error: number, cause = this.cause): number {
    return this.row(45, device, none, connection, request, 0, error, cause);
  }

  /**
   * `http.blocked`: A response has bytes that flow control holds back.
   * by: what blocks.
   */
  httpBlocked(device: number, connection: number, request: number, by: number, cause = this.cause): number {
    return this.row(46, device, none, connection, request, 0, by, cause);
  }

  /** `http.unblocked`: Flow control no longer holds a response back. */
  httpUnblocked(device: number, connection: number, request: number, cause = this.cause): number {
    return this.row(47, device, none, connection, request, 0, 0, cause);
  }

  /** `http.stream`: An HTTP/2 stream changes state at an end. */
  httpStream(
    device: number,
    connection: number,
    stream: number,
    from: number,
    to: number,
    event: number,
    cause = this.cause,
  ): number {
    return this.row(48, device, none, connection, stream, from | (to << 8) | (event << 16), 0, cause);
  }

  /**
   * `app.fallback`: A client gives one way of reaching a server up for another.
   * winner: 0 none, 1 TCP, 2 QUIC.
   */
  appFallback(device: number, request: number, winner: number, cause = this.cause): number {
    return this.row(49, device, none, none, request, winner, 0, cause);
  }

  /** `quic.state`: An end of a QUIC connection changes state. */
  quicState(
    device: number,
    connection: number,
    from: number,
    to: number,
    event: number,
    cause = this.cause,
  ): number {
    return this.row(50, device, none, connection, from | (to << 8) | (event << 16), 0, to, cause);
  }

  /**
   * `quic.stream`: A part of a QUIC stream changes state.
   * part: 0 sending, 1 receiving part.
   */
  quicStream(
    device: number,
    connection: number,
    stream: number,
    part: number,
    from: number,
    to: number,
    event: number,
    cause = this.cause,
  ): number {
    return this.row(51, device, none, connection, stream, from | (to << 8) | (event << 16), part, cause);
  }

  /**
   * `quic.send`: QUIC hands a datagram to UDP.
   * reason: reason for the datagram.
   */
  quicSend(
    device: number,
    packet: number,
    connection: number,
    reason: number,
    bytesInFlight: number,
    cause = this.cause,
  ): number {
    return this.row(52, device, packet, connection, bytesInFlight, 0, reason, cause);
  }

  /** `quic.deliver`: QUIC hands bytes of a stream, in order, to the application. */
  quicDeliver(
    device: number,
    packet: number,
    connection: number,
    stream: number,
    bytes: number,
    cause = this.cause,
  ): number {
    return this.row(53, device, packet, connection, stream, bytes, 0, cause);
  }

  /**
   * `quic.lost`: A sender declares a QUIC packet lost; its datagram is the packet.
   * space: packet number space.
   */
  quicLost(
    device: number,
    packet: number,
    connection: number,
    packetNumber: number,
    space: number,
    reason: number,
    cause = this.cause,
  ): number {
    return this.row(54, device, packet, connection, packetNumber, space, reason, cause);
  }

  /** `quic.timer`: A QUIC timer fires. */
  quicTimer(device: number, connection: number, timer: number, cause = this.cause): number {
    return this.row(55, device, none, connection, 0, 0, timer, cause);
  }

  /**
   * `quic.congestion`: The congestion window, the threshold or the phase has changed.
   * slowStartThreshold: slow start threshold, or `NONE`.
   */
  quicCongestion(
    device: number,
    connection: number,
    congestionWindow: number,
    slowStartThreshold: number,
    phase: number,
    cause = this.cause,
  ): number {
    return this.row(56, device, none, connection, congestionWindow, slowStartThreshold, phase, cause);
  }

  /**
   * `quic.round-trip`: A round trip was measured: the peer has acknowledged this packet.
   * smoothedRoundTrip: smoothed round trip, microseconds.
   * probeTimeout: probe timeout, microseconds.
   */
  quicRoundTrip(
    device: number,
    packet: number,
    connection: number,
    smoothedRoundTrip: number,
    probeTimeout: number,
    cause = this.cause,
  ): number {
    return this.row(57, device, packet, connection, smoothedRoundTrip, probeTimeout, 0, cause);
  }

  /**
   * `quic.blocked`: Flow control holds a stream back.
   * by: what blocks.
   */
  quicBlocked(device: number, connection: number, stream: number, by: number, cause = this.cause): number {
    return this.row(58, device, none, connection, stream, 0, by, cause);
  }

  /**
   * `quic.path`: Something happens to a path.
   * address: the peer's address.
   */
  quicPath(device: number, connection: number, address: number, event: number, cause = this.cause): number {
    return this.row(59, device, none, connection, address, 0, event, cause);
  }

  /**
   * `media.sent`: A sender of media hands a frame to the transport.
   * workload: workload's index.
   */
  mediaSent(device: number, connection: number, frame: number, workload: number, cause = this.cause): number {
    return this.row(60, device, none, connection, frame, workload, 0, cause);
  }

  /**
   * `media.received`: A frame of media is there, whole, at the receiver.
   * workload: workload's index.
   */
  mediaReceived(
    device: number,
    connection: number,
    frame: number,
    workload: number,
    cause = this.cause,
  ): number {
    return this.row(61, device, none, connection, frame, workload, 0, cause);
  }

  /**
   * `media.played`: A frame's moment to be shown has come.
   * workload: workload's index.
   */
  mediaPlayed(
    device: number,
    connection: number,
    frame: number,
    workload: number,
    fate: number,
    cause = this.cause,
  ): number {
    return this.row(62, device, none, connection, frame, workload, fate, cause);
  }
}
