import type { TcpParameters } from '../../../shared/protocols/tcp-parameters';
import { none } from '../../../shared/trace/record';
import type { CongestionController } from '../../../shared/policies/congestion/congestion-controller';
import type { CarrierStream, StreamListener } from '../../transport/byte-stream';
import { Reassembly } from './reassembly';
import { RoundTrip } from './round-trip';
import type { SentSegments } from './sent-segments';

/** What an application does with a connection; implemented by the stack. */
export interface ConnectionOperations {
  write(connection: TcpConnection, text: string, filler: number, request: number): void;
  carry(connection: TcpConnection, bytes: number): void;
  close(connection: TcpConnection): void;
  abort(connection: TcpConnection): void;
  resume(connection: TcpConnection): void;
}

/**
 * One end of a connection: the transmission control block of RFC 9293 section 3.3.1, with the names of the RFC.
 * Sequence numbers are relative to the initial ones (SYN 0, first byte 1) and never wrap; the wire's 32 bits are made
 * on sending (`segment-output.ts`) and unwrapped on receiving (`segment-input.ts`). Its state is a number of `tcpStates`;
 * what a state reacts to stands in `connection-machine.ts`.
 */
export class TcpConnection implements CarrierStream {
  readonly stream = 0;
  readonly applicationProtocol = '';
  state = 0;
  /** Row in the trace's connection table, and which end of it this is. */
  connection = none;
  end: 0 | 1 = 0;
  localAddress = 0;
  localPort = 0;
  remoteAddress = 0;
  remotePort = 0;
  /** The record by which the present state was entered. */
  enteredBy = none;
  /** Whether this end's port was taken from the ephemeral range. */
  ephemeral = false;
  /** Whether a listener made it. */
  passive = false;
  /** Whether the application was given it: a connection counts to the accept queue only until then. */
  accepted = false;

  // RFC 9293 section 3.3.1, send sequence space.
  initialSendSequence = 0;
  /** The clock of initial sequence numbers when ours was taken. */
  sequenceClock = 0;
  sendUnacknowledged = 0;
  sendNext = 0;
  sendWindow = 0;
  /** Segment sequence and acknowledgement number used for the last window update (SND.WL1, SND.WL2). */
  windowUpdateSequence = 0;
  windowUpdateAcknowledgement = 0;
  largestSendWindow = 0;
  /** Relative sequence number after the last byte that the application wrote. */
  writtenEnd = 1;
  /** Relative sequence number of our FIN; -1: not closed yet. */
  finSequence = -1;
  /** End of the last segment sent that was not full (Linux: snd_sml). */
  smallSegmentEnd = 0;

  /** Small segments wait for the acknowledgement of those ahead (RFC 9293 section 3.7.4), unless the application says no. */
  nagle: boolean;
  /** The application is told once fewer bytes than this are unsent; 0: it did not ask. */
  roomBelow = 0;

  // Receive sequence space.
  initialReceiveSequence = 0;
  receiveNext = 0;
  /** Right edge of the widest window ever advertised, and of the last: scaling may tell of a little less. */
  receiveEdge = 0;
  offeredEdge = 0;
  /** What the last segment sent acknowledged. */
  lastAcknowledged = 0;
  unreadBytes = 0;
  readingPaused = false;
  receivedFinSequence = -1;
  largestSegmentReceived = 536;

  // Options agreed on.
  maximumSegmentSize = 536;
  timestamps = false;
  timestampOffset = 0;
  /** TS.Recent of RFC 7323 section 4.3. */
  timestampRecent = 0;
  /** When TS.Recent was last renewed. */
  timestampRecentAt = 0;
  selectiveAcknowledgement = false;
  /** Shift of the windows that the peer advertises, and of ours. */
  sendWindowShift = 0;
  receiveWindowShift = 0;
  windowScaling = false;
  congestionNotification = false;

  // Acknowledging.
  acknowledgementPending = false;
  quickAcknowledgements = 0;
  receivedAnyData = false;
  /** Linux's "ping-pong": the application answers what it gets, so that ACKs can ride on data. */
  interactive = false;
  lastDataReceivedAt = -Infinity;
  /** What arrived twice, for the next ACK to report (RFC 2883); nothing where the end is 0. */
  repeatedStart = 0;
  repeatedEnd = 0;

  // Loss detection and recovery.
  duplicateAcknowledgements = 0;
  inRecovery = false;
  inLossRecovery = false;
  /** The recovery ends when this is acknowledged (RFC 6582 recover, RFC 6675 RecoveryPoint). */
  recoveryPoint = 0;
  /** RFC 6582: the window is inflated by what left the network. */
  inflation = 0;
  /** Everything below was looked at when losses were last sought. */
  lossesSoughtBelow = 0;
  /** No segment below still waits for its retransmission. */
  retransmittedBelow = 0;
  timeouts = 0;
  /** What the window was before the timeout that may prove spurious (RFC 3522). */
  undoWindow = 0;
  undoThreshold = 0;
  undoTimestamp = 0;
  undoPossible = false;
  /** Where the recovery began whose retransmissions DSACKs may all prove needless (RFC 3708); -1: none. */
  undoMarker = -1;
  undoRetransmissions = 0;
  /** Proportional rate reduction (RFC 6937): whether it goes on, RecoverFS as a window, prr_delivered, prr_out. */
  reducing = false;
  windowBeforeReduction = 0;
  deliveredInReduction = 0;
  sentInReduction = 0;
  windowLimited = false;
  lastDataSentAt = -Infinity;
  largestFlight = 0;
  largestFlightUntil = 0;
  synTransmissions = 0;
  synSentAt = 0;
  /** Probes of a closed window that nothing has answered, and how often their interval was doubled. */
  probesSent = 0;
  probeBackoff = 0;
  keepAliveProbes = 0;
  /** SND.NXT when a tail loss probe left (RFC 8985: TLP.end_seq); 0: none is out. */
  probeEnd = 0;
  probeIsRetransmission = false;
  /** The window was reduced: CWR is to be sent with the next new data. */
  congestionReduced = false;
  /** No further reduction by ECN before this is acknowledged. */
  congestionReducedUntil = 0;
  echoCongestion = false;
  lastReportedWindow = 0;
  lastReportedPhase = 255;
  lastReportedThreshold = 0;
  lastRoundTripReport = -Infinity;

  // Timers: the virtual time at which each is due; Infinity: not running.
  retransmissionAt = Infinity;
  delayedAcknowledgementAt = Infinity;
  persistAt = Infinity;
  keepAliveAt = Infinity;
  tailLossProbeAt = Infinity;
  reorderingAt = Infinity;
  finWait2At = Infinity;
  /** The time of the one event that stands in the queue for this connection. */
  armedAt = Infinity;
  /** The record that set the retransmission timer going, for its cause. */
  retransmissionCause = none;

  identification = 0;
  readonly reassembly = new Reassembly();
  readonly roundTrip: RoundTrip;
  congestion: CongestionController;

  constructor(
    readonly slot: number,
    readonly parameters: TcpParameters,
    public listener: StreamListener<CarrierStream>,
    congestion: CongestionController,
    /** Lent by the endpoint, which reuses it when the connection is gone. */
    readonly sent: SentSegments,
    private readonly operations: ConnectionOperations,
  ) {
    this.nagle = parameters.nagle;
    this.roundTrip = new RoundTrip(parameters);
    this.congestion = congestion;
  }

  /** Bytes of sequence space sent and not acknowledged. */
  get outstanding(): number {
    return this.sendNext - this.sendUnacknowledged;
  }

  /** Bytes thought to be in the network: RFC 6675 section 4's pipe. */
  get pipe(): number {
    const { sent } = this;
    return this.outstanding - sent.sackedBytes - sent.lostBytes + sent.retransmittedBytes;
  }

  /**
   * Relative sequence number after the last byte in the send buffer: what the application wrote beyond it waits, as a call of `write` does that
   * blocks, until acknowledgements make room.
   */
  get bufferedEnd(): number {
    return Math.min(this.writtenEnd, Math.max(1, this.sendUnacknowledged) + this.parameters.sendBuffer);
  }

  /** Whether sequence space that may be sent, the FIN's among it, has not been yet. */
  get hasUnsent(): boolean {
    return this.finSequence >= 0 && this.bufferedEnd === this.writtenEnd
      ? this.sendNext <= this.finSequence
      : this.sendNext < this.bufferedEnd;
  }

  /** Whether everything that the peer will ever send has arrived. */
  get receivedFin(): boolean {
    return this.receivedFinSequence >= 0 && this.receiveNext > this.receivedFinSequence;
  }

  get unsent(): number {
    return Math.max(0, this.writtenEnd - this.sendNext);
  }
  get written(): number {
    return this.writtenEnd - 1;
  }
  write(text: string, filler = 0, request = none): void {
    this.operations.write(this, text, filler, request);
  }
  carry(bytes: number): void {
    this.operations.carry(this, bytes);
  }
  sendWithoutDelay(): void {
    this.nagle = false;
  }
  awaitRoom(unsent: number): void {
    this.roomBelow = unsent;
  }
  close(): void {
    this.operations.close(this);
  }
  abort(): void {
    this.operations.abort(this);
  }
  pauseReading(): void {
    this.readingPaused = true;
  }
  resumeReading(): void {
    this.readingPaused = false;
    this.operations.resume(this);
  }
}
