import { none } from '../../../shared/trace/record';
import { originalConnectionId } from '../../../shared/trace/quic';
import type { CongestionController } from '../../../shared/policies/congestion/congestion-controller';
import type {
  ConnectionListener,
  MultiplexedConnection,
  MultiplexedStream,
  StreamDirection,
} from '../../transport/multiplexed';
import type { StreamListener } from '../../transport/byte-stream';
import type { QuicParameters } from '../../../shared/trace/tls';
import type { Handshake } from '../../tls/handshake';
import type { QuicClientTls } from './environment';
import { PacketSpace } from '../spaces/packet-space';
import type { QuicHostParameters } from '../../../shared/protocols/protocol-parameters';
import { unidirectionalStreams } from './parameters';
import { RoundTrip } from './round-trip';
import type { StreamEnd } from './stream';

/** One end of a stream of a connection. */
export type QuicStream = StreamEnd<QuicConnection>;

/** What an application does with a connection; implemented by the endpoint. */
export interface ConnectionOperations {
  open(
    connection: QuicConnection,
    direction: StreamDirection,
    listener: StreamListener,
  ): MultiplexedStream | undefined;
  close(connection: QuicConnection, error: number): void;
}

/** How many streams of one direction there are, by who opens them: 0 bidirectional, 1 unidirectional. */
export class StreamCounts {
  /** Streams of ours: how many were opened, and how many the peer allows. */
  opened = 0;
  allowed = 0;
  /** The number of streams that the peer was last asked to allow more than; -1: never asked. */
  blockedAt = -1;
  blockedPending = false;
  /** Streams of the peer's: how many it opened, how many are over, and how many it may open in all. */
  peerOpened = 0;
  peerReleased = 0;
  peerAllowed = 0;
  limitPending = false;
}

/**
 * One end of a QUIC connection: data only. What its states react to stands in `connection-machine.ts`; times are virtual
 * nanoseconds. End 0 is the client.
 */
export class QuicConnection implements MultiplexedConnection {
  state = 0;
  connection = none;
  localAddress = 0;
  localPort = 0;
  remoteAddress = 0;
  remotePort = 0;
  enteredBy = none;
  applicationProtocol = '';
  earlyProtocol = '';
  /** AppError that ended it; 0: none. */
  error = 0;
  /** The application has been told `onOpen`. */
  isOpenToApplication = false;
  /** Early data may be sent: the application is to be told at the end of this moment. */
  openPending = false;
  /** Keys have come for which packets wait. */
  retryPending = false;
  handshake: Handshake | undefined;
  /** A client's: how it speaks TLS. */
  clientTls: QuicClientTls | undefined;
  /** A client's: what the server declared when it gave out the ticket that is being used. */
  remembered: QuicParameters | undefined;

  readonly spaces: readonly [PacketSpace, PacketSpace, PacketSpace] = [
    new PacketSpace(0),
    new PacketSpace(1),
    new PacketSpace(2),
  ];
  /** 0-RTT keys (RFC 9001 section 4.6). */
  canWriteEarly = false;
  canReadEarly = false;
  earlyDataRefused = false;
  /** Packets whose keys are not there yet: datagram row, item and arrival record in turn (RFC 9001 section 5.7). */
  readonly undecryptable: number[] = [];

  // Connection ids, by sequence number (RFC 9000 section 5.1).
  remoteId = originalConnectionId;
  localId = 0;
  /** Ids of the peer's that were never used. */
  readonly spareRemoteIds: number[] = [];
  readonly knownRemoteIds = new Set<number>([0]);
  readonly retiredLocalIds = new Set<number>();
  nextLocalId = 1;
  readonly idsToAnnounce: number[] = [];
  readonly idsToRetire: number[] = [];

  // Paths (RFC 9000 sections 8 and 9).
  /** The address that this end is to go on from; NONE: where it is. */
  moveTo = none;
  addressValidated = false;
  /** Bytes of the token in this client's Initial packets (RFC 9000 section 8.1.3); 0: it has none. */
  tokenBytes = 0;
  newTokenPending = false;
  bytesReceived = 0;
  bytesSent = 0;
  amplificationBlocked = false;
  challenge = 0;
  challengePending = false;
  challengeOutstanding = false;
  readonly responses: number[] = [];
  pathAt = Infinity;
  pathAttempts = 0;
  /** The peer's last validated address and port. */
  previousAddress = 0;
  previousPort = 0;
  datagramLimit: number;

  // Streams.
  readonly streams = new Map<number, QuicStream>();
  readonly counts = [new StreamCounts(), new StreamCounts()] as const;
  /** Streams with something to send, in their turn. */
  readonly sendQueue: QuicStream[] = [];
  readonly controlQueue: QuicStream[] = [];
  /** Streams whose application waits for room and has it now. */
  readonly roomQueue: QuicStream[] = [];

  // Flow control of the connection (RFC 9000 section 4.1).
  dataSent = 0;
  dataLimit = 0;
  dataBlockedAt = -1;
  dataBlockedPending = false;
  dataReceived = 0;
  dataConsumed = 0;
  dataAllowed: number;
  dataLimitPending = false;
  peerStreamLimit = 0;
  peerMaximumAckDelay = 25e6;
  peerActiveConnectionIds = 2;

  // Recovery (RFC 9002).
  readonly roundTrip: RoundTrip;
  bytesInFlight = 0;
  probeCount = 0;
  /** Datagrams that may go beyond the congestion window. */
  probes = 0;
  inRecovery = false;
  /** RFC 9002 section 7.3.2: one packet may go at once when a recovery begins. */
  recoveryPacketAllowed = false;
  windowLimited = false;
  /** Since when there are round-trip samples: persistent congestion counts from there. */
  firstSampleAt = Infinity;
  handshakeDonePending = false;
  acknowledgementsAlone = 0;
  pingPending = false;
  lastReportedWindow = 0;
  lastReportedPhase = 255;
  lastReportedThreshold = 0;

  // Closing.
  closeError = 0;
  closeIsApplications = false;
  packetsWhileClosing = 0;

  // Timers: the virtual time at which each is due; Infinity: not running.
  flushAt = Infinity;
  recoveryAt = Infinity;
  idleAt = Infinity;
  closingAt = Infinity;
  armedAt = Infinity;
  flushCause = none;
  idleRestartsOnSending = true;
  idleTimeout: number;
  /** The latest quic.lost record: what a retransmission is caused by. */
  lossRecord = none;
  /** What set the recovery timer going. */
  recoveryCause = none;
  /** Greater than 0 while an event of this connection is being handled: what it brings to send goes at its end. */
  busy = 0;
  identification = 0;

  constructor(
    readonly slot: number,
    readonly end: 0 | 1,
    readonly parameters: QuicHostParameters,
    public listener: ConnectionListener,
    public congestion: CongestionController,
    private readonly operations: ConnectionOperations,
  ) {
    this.roundTrip = new RoundTrip(parameters.initialRoundTrip);
    this.datagramLimit = parameters.maximumDatagram;
    this.dataAllowed = parameters.maximumData;
    // RFC 9000 section 18.2: 0 stands for none.
    this.idleTimeout = parameters.idleTimeout || Infinity;
    this.counts[0].peerAllowed = parameters.maximumStreams;
    this.counts[1].peerAllowed = unidirectionalStreams(parameters);
  }

  get isEstablished(): boolean {
    return this.state >= 2 && this.state <= 3;
  }
  get isClient(): boolean {
    return this.end === 0;
  }
  /** Whether it still carries anything: it has begun, and nobody has closed it. */
  get isLive(): boolean {
    return this.state >= 1 && this.state <= 3;
  }

  open(direction: StreamDirection, listener: StreamListener): MultiplexedStream | undefined {
    return this.operations.open(this, direction, listener);
  }
  close(error: number): void {
    this.operations.close(this, error);
  }
}
