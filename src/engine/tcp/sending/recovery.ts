import { PacketOption } from '../../../shared/trace/packet';
import { SegmentReason } from '../../../shared/trace/record';
import type { TcpConnection } from '../connection/connection';
import type { TcpEnvironment } from '../connection/environment';
import { detectLosses, loseTimedOut } from './loss-detection';
import { answerCongestion, endReduction, reduceWindow } from './rate-reduction';
import type { Sender } from './sender';
import { SentFlag } from '../connection/sent-segments';

/** Loss and what follows: entering and leaving a recovery, and taking back what proves to have been no loss. */
export class Recovery {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly sender: Sender,
  ) {}

  /** Looks for losses by RACK (RFC 8985); the first of them begins a recovery. Says whether there were any. */
  seekLosses(connection: TcpConnection): boolean {
    const { sackedSegments } = connection.sent;
    if (sackedSegments === 0 && !connection.inRecovery && !connection.inLossRecovery) {
      connection.reorderingAt = Infinity;
      return false;
    }
    const any = detectLosses(connection, this.environment.writer.now);
    if (any && !connection.inRecovery && !connection.inLossRecovery) this.enter(connection);
    return any;
  }

  /** The reordering timer has fired (RFC 8985 section 6.3): what was late is lost. */
  takeLate(connection: TcpConnection): void {
    const entered = !connection.inRecovery && !connection.inLossRecovery;
    if (!detectLosses(connection, this.environment.writer.now)) return;
    if (entered) {
      this.enter(connection);
      reduceWindow(connection, connection.maximumSegmentSize, false);
    }
    this.sender.sendPending(connection);
    this.sender.reportCongestion(connection);
  }

  /** RFC 6675 section 5 with the losses of RACK, or RFC 6582 section 3.2 without SACK. */
  enter(connection: TcpConnection): void {
    this.rememberForUndo(connection);
    // RFC 3168 section 6.1.2: a window that is being reduced for an echo is not reduced once more.
    if (connection.sendUnacknowledged >= connection.congestionReducedUntil)
      answerCongestion(connection, this.environment.writer.now);
    connection.inRecovery = true;
    connection.recoveryPoint = connection.sendNext;
    connection.tailLossProbeAt = Infinity;
    if (!connection.selectiveAcknowledgement) {
      connection.retransmittedBelow = connection.sendUnacknowledged;
      connection.sent.markLost(0);
      this.sender.reportCongestion(connection);
      this.sender.retransmitHead(connection, SegmentReason.fastRetransmission);
    }
    this.sender.restartRetransmission(connection);
  }

  /** New data was acknowledged during a recovery: the end of it, or of one hole. */
  takeProgress(connection: TcpConnection, bytes: number): void {
    if (connection.sendUnacknowledged >= connection.recoveryPoint) this.end(connection);
    else if (!connection.selectiveAcknowledgement) this.takePartial(connection, bytes);
  }

  /** RFC 6582 section 3.2 step 3, partial acknowledgement. */
  private takePartial(connection: TcpConnection, bytes: number): void {
    if (connection.sent.count === 0) return;
    // Deflate by what was acknowledged, add one segment back.
    const back = bytes >= connection.maximumSegmentSize ? connection.maximumSegmentSize : 0;
    connection.inflation = Math.max(0, connection.inflation - bytes + back);
    if (connection.inLossRecovery || connection.sent.has(0, SentFlag.everRetransmitted)) return;
    connection.sent.markLost(0);
    connection.retransmittedBelow = Math.min(connection.retransmittedBelow, connection.sent.start(0));
    this.sender.retransmitHead(connection, SegmentReason.fastRetransmission);
  }

  private end(connection: TcpConnection): void {
    if (connection.inRecovery) {
      endReduction(connection);
      connection.sent.delivery.noteRecovery();
    }
    this.leave(connection);
    connection.undoPossible = false;
  }

  private leave(connection: TcpConnection): void {
    connection.inRecovery = false;
    connection.inLossRecovery = false;
    connection.reducing = false;
    connection.inflation = 0;
    connection.duplicateAcknowledgements = 0;
    connection.lossesSoughtBelow = connection.sendUnacknowledged;
    connection.retransmittedBelow = connection.sendUnacknowledged;
  }

  /** The retransmission timer fired (RFC 5681 section 3.1): what has had its time is lost, and one segment may go. */
  timeOut(connection: TcpConnection): void {
    const { now } = this.environment.writer;
    const first = !connection.inLossRecovery;
    if (first) this.rememberForUndo(connection);
    loseTimedOut(connection, now);
    connection.congestion.onTimeout(connection.outstanding, now, first);
    connection.congestionReduced = true;
    connection.timeouts += 1;
    connection.roundTrip.backoff += 1;
    this.leave(connection);
    connection.inLossRecovery = true;
    connection.recoveryPoint = connection.sendNext;
    connection.probeEnd = 0;
    connection.reorderingAt = Infinity;
    // As Linux has it: what may still arrive does not count against the one segment.
    connection.congestion.window += connection.pipe;
    this.sender.reportCongestion(connection);
    this.sender.retransmitHead(connection, SegmentReason.retransmission);
    this.sender.restartRetransmission(connection);
  }

  /** Keeps what a loss is about to take, in case the loss proves to be none. Called before the window is cut. */
  private rememberForUndo(connection: TcpConnection): void {
    connection.undoWindow = connection.congestion.window;
    connection.undoThreshold = connection.congestion.threshold;
    connection.undoTimestamp =
      (connection.timestampOffset + Math.floor(this.environment.writer.now / 1e6)) >>> 0;
    connection.undoPossible = connection.timestamps;
    connection.undoMarker = connection.sendUnacknowledged;
    connection.undoRetransmissions = 0;
  }

  /** RFC 3522: the acknowledgement echoes a time before the retransmission, so the original had arrived. */
  undoIfOriginalArrived(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    if (!(trace.options(packet) & PacketOption.timestamps)) return;
    const before = (trace.timestampEcho(packet) - connection.undoTimestamp) | 0;
    connection.undoPossible = false;
    if (before < 0) this.undo(connection);
  }

  /** A DSACK: RACK was impatient, and when every retransmission was needless (RFC 3708) so was the reduction. */
  takeDuplicateReport(connection: TcpConnection): void {
    connection.sent.delivery.noteDuplicate(connection.sendUnacknowledged, connection.sendNext);
    if (connection.undoMarker < 0 || connection.undoRetransmissions === 0) return;
    connection.undoRetransmissions -= 1;
    if (connection.undoRetransmissions === 0) this.undo(connection);
  }

  /** RFC 4015 section 3.2: carry on as if nothing had been lost. */
  private undo(connection: TcpConnection): void {
    connection.sent.forgetLosses();
    connection.congestion.restore(connection.undoWindow, connection.undoThreshold);
    connection.congestionReduced = false;
    connection.undoPossible = false;
    connection.undoMarker = -1;
    this.leave(connection);
  }

  /** RFC 8985 section 7.4.2: whether the tail loss probe repaired a loss, which the sender then has to answer for. */
  settleProbe(connection: TcpConnection, acknowledged: number, repeated: boolean, plain: boolean): void {
    if (acknowledged < connection.probeEnd) return;
    if (!connection.probeIsRetransmission || repeated) {
      connection.probeEnd = 0;
    } else if (acknowledged > connection.probeEnd) {
      connection.probeEnd = 0;
      if (connection.inRecovery || connection.inLossRecovery || connection.reducing) return;
      connection.congestion.onLoss(connection.outstanding, this.environment.writer.now);
      connection.congestionReduced = true;
    } else if (plain) {
      connection.probeEnd = 0;
    }
  }
}
