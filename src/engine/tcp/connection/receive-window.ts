import type { TcpConnection } from './connection';

/** The receive window: how much a connection offers, in the units of the window field (RFC 9293 section 3.8.6, RFC 7323 section 2). */

/** The window field of a SYN: never scaled (RFC 7323 section 2.2), in whole segments as Linux has it. */
export function windowInSyn(receiveBuffer: number, segment: number): number {
  const whole = Math.max(1, Math.floor(65535 / segment) * segment);
  return Math.min(receiveBuffer, whole, 65535);
}

/** The window field of a SYN, and the offer that goes with it. */
export function offerInSyn(connection: TcpConnection): number {
  const offered = windowInSyn(connection.parameters.receiveBuffer, connection.maximumSegmentSize);
  return note(connection, offered, offered);
}

/** The window field of any other segment, and the offer that goes with it: the right edge never moves back. */
export function offerWindow(connection: TcpConnection): number {
  const unit = unitOf(connection);
  const edge = Math.max(connection.receiveEdge, connection.receiveNext + worthOffering(connection));
  const field = Math.min(65535, Math.floor((edge - connection.receiveNext) / unit));
  return note(connection, field, field * unit);
}

/**
 * Whether the window has opened so far that the peer should be told (RFC 9293 section 3.8.6.2.2): what it knows of had shrunk to half at
 * least, and doubles, as Linux has it.
 */
export function isWorthAnnouncing(connection: TcpConnection): boolean {
  const offered = Math.max(0, connection.offeredEdge - connection.receiveNext);
  const most = Math.min(65535 * unitOf(connection), connection.parameters.receiveBuffer);
  const opened = Math.min(worthOffering(connection), most);
  return 2 * offered <= most && opened > 0 && opened >= 2 * offered;
}

/**
 * The window that free space is worth, as Linux's __tcp_select_window has it: rounded up to the field's unit, so that an empty buffer is never
 * closed; once half of it is full, down, and nothing where that would invite silly segments (RFC 9293 section 3.8.6.2.2).
 */
function worthOffering(connection: TcpConnection): number {
  const full = connection.parameters.receiveBuffer;
  const unit = unitOf(connection);
  const segment = Math.min(connection.largestSegmentReceived, full);
  let free = freeSpace(connection);
  if (free < Math.floor(full / 2)) {
    free = Math.floor(free / unit) * unit;
    if (free < segment || free < full / 16) return 0;
  }
  if (connection.windowScaling) return Math.ceil(free / unit) * unit;
  const offered = connection.receiveEdge - connection.receiveNext;
  // Without scaling in whole segments, unless the buffer is but one.
  if (offered <= free - segment || offered > free) return Math.floor(free / segment) * segment;
  return segment === full && free > offered + full / 2 ? free : offered;
}

function freeSpace({ parameters, unreadBytes, reassembly }: TcpConnection): number {
  return Math.max(0, parameters.receiveBuffer - unreadBytes - reassembly.bytes);
}

/** Bytes that one in the window field stands for. */
function unitOf({ windowScaling, receiveWindowShift }: TcpConnection): number {
  return windowScaling ? 1 << receiveWindowShift : 1;
}

function note(connection: TcpConnection, field: number, offered: number): number {
  connection.offeredEdge = connection.receiveNext + offered;
  connection.receiveEdge = Math.max(connection.receiveEdge, connection.offeredEdge);
  return field;
}
