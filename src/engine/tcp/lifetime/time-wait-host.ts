import { PacketOption, TcpFlag } from '../../../shared/trace/packet';
import { SegmentReason, TcpTimer, none } from '../../../shared/trace/record';
import { EventKind } from '../../kernel/event-kinds';
import type { TcpConnection } from '../connection/connection';
import { TcpAction, TcpEvent, TcpState } from '../connection/connection-machine';
import type { TcpEnvironment } from '../connection/environment';
import type { Listeners } from '../connection/listeners';
import { isOldTimestamp } from '../connection/old-timestamps';
import type { SegmentOutput } from '../sending/segment-output';
import { TimeWaitTable, type TimeWaitEntry } from './time-wait';
import { actionsOf, nextState } from '../connection/transitions';

/** Frees what an entry held: its four-tuple and its port. */
export type TimeWaitRelease = (entry: TimeWaitEntry) => void;

/** A host's connections in TIME-WAIT: they keep no connection object, only a row, and react by the same machine. */
export class TimeWaitHost {
  readonly table = new TimeWaitTable();
  private armed = false;

  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
    private readonly listeners: Listeners,
    private readonly release: TimeWaitRelease,
  ) {}

  /** Takes a connection over; returns its slot in the table. */
  add(connection: TcpConnection): number {
    const slot = this.table.add({
      localAddress: connection.localAddress,
      localPort: connection.localPort,
      remoteAddress: connection.remoteAddress,
      remotePort: connection.remotePort,
      connection: connection.connection,
      end: connection.end,
      enteredBy: connection.enteredBy,
      initialSendSequence: connection.initialSendSequence,
      initialReceiveSequence: connection.initialReceiveSequence,
      sendNext: connection.sendNext,
      receiveNext: connection.receiveNext,
      timestampRecent: connection.timestampRecent,
      timestampRecentAt: connection.timestampRecentAt,
      timestampOffset: connection.timestampOffset,
      timestamps: connection.timestamps,
      ephemeral: connection.ephemeral,
      window: Math.min(
        65535,
        Math.floor(connection.parameters.receiveBuffer / 2 ** connection.receiveWindowShift),
      ),
      expires: this.environment.writer.now + this.environment.parameters.timeWait,
    });
    this.arm();
    return slot;
  }

  /** The oldest entry's event has come. */
  expire(): void {
    const { writer, device } = this.environment;
    this.armed = false;
    for (let slot = this.table.head; slot >= 0; slot = this.table.head) {
      if (this.table.expires(slot) > writer.now) break;
      const entry = this.table.read(slot);
      writer.cause = writer.tcpTimer(device, entry.connection, TcpTimer.timeWait, entry.enteredBy);
      this.leave(slot, entry, TcpEvent.timeWaitOver);
    }
    this.arm();
  }

  /**
   * A segment for an entry (RFC 9293 section 3.10.7.4, TIME-WAIT). Returns true when it is a SYN that opens the four-tuple anew:
   * the entry is gone and the caller treats the segment as for no connection.
   */
  takeSegment(slot: number, packet: number): boolean {
    const { trace } = this.environment.writer;
    const entry = this.table.read(slot);
    const flags = trace.flags(packet);
    const expected = (entry.initialReceiveSequence + entry.receiveNext) >>> 0;
    const distance = (trace.sequence(packet) - expected) | 0;
    if (flags & TcpFlag.rst) {
      if (distance === 0) this.leave(slot, entry, TcpEvent.rst);
      return false;
    }
    const old = this.isOld(entry, packet);
    if (flags & TcpFlag.syn) {
      if (!(flags & TcpFlag.ack) && !old && this.mayReopen(entry, packet, distance)) {
        this.leave(slot, entry, TcpEvent.syn);
        return true;
      }
      // RFC 5961 section 4.2.
      this.acknowledge(entry);
      return false;
    }
    const payload = trace.payloadBytes(packet);
    const repeated = distance + payload === -1 || (distance >= 0 && distance <= entry.window);
    if (flags & TcpFlag.fin && flags & TcpFlag.ack && repeated && !old) this.renew(slot, entry);
    else if (old || distance !== 0 || payload > 0 || flags & TcpFlag.fin) this.acknowledge(entry);
    return false;
  }

  /**
   * Linux's tcp_tw_reuse: gives up the oldest entry towards a destination, if it has waited a second and timestamps can tell
   * its segments from a new connection's (RFC 6191 section 2). Returns whether one was given up.
   */
  reuseOldest(localAddress: number, remoteAddress: number, remotePort: number): boolean {
    const { writer, parameters } = this.environment;
    for (let slot = this.table.head; slot >= 0; slot = this.table.after(slot)) {
      if (this.table.expires(slot) - parameters.timeWait > writer.now - 1e9) return false;
      const entry = this.table.read(slot);
      const matches =
        entry.localAddress === localAddress &&
        entry.remoteAddress === remoteAddress &&
        entry.remotePort === remotePort;
      if (!matches || !entry.timestamps || !entry.ephemeral) continue;
      this.leave(slot, entry, TcpEvent.openActive);
      return true;
    }
    return false;
  }

  /** The host is gone: nothing waits any more. */
  vanish(): void {
    for (let slot = this.table.head; slot >= 0; slot = this.table.head)
      this.leave(slot, this.table.read(slot), TcpEvent.abort);
  }

  /** RFC 6191 section 2: where somebody listens, a later timestamp or a later sequence number proves a SYN new. */
  private mayReopen(entry: TimeWaitEntry, packet: number, distance: number): boolean {
    if (!this.listeners.on(entry.localPort)) return false;
    const { trace } = this.environment.writer;
    const stamped = entry.timestamps && (trace.options(packet) & PacketOption.timestamps) !== 0;
    const later = stamped && ((trace.timestampValue(packet) - entry.timestampRecent) | 0) > 0;
    return later || distance > 0;
  }

  private isOld(entry: TimeWaitEntry, packet: number): boolean {
    const { trace, now } = this.environment.writer;
    if (!entry.timestamps || !(trace.options(packet) & PacketOption.timestamps)) return false;
    return isOldTimestamp(trace.timestampValue(packet), entry, now);
  }

  /** The machine's reaction to a repeated FIN: acknowledge, and wait from now on again. */
  private renew(slot: number, entry: TimeWaitEntry): void {
    const actions = actionsOf(TcpState.timeWait, TcpEvent.fin);
    if (actions & TcpAction.sendAcknowledgement) this.acknowledge(entry);
    if (actions & TcpAction.startTimeWait)
      this.table.renew(slot, this.environment.writer.now + this.environment.parameters.timeWait);
  }

  private acknowledge(entry: TimeWaitEntry): void {
    const { writer } = this.environment;
    this.output.sendFields((fields) => {
      fields.sourceAddress = entry.localAddress;
      fields.destinationAddress = entry.remoteAddress;
      fields.sourcePort = entry.localPort;
      fields.destinationPort = entry.remotePort;
      fields.connection = entry.connection;
      fields.flags = TcpFlag.ack;
      fields.relativeSequence = entry.sendNext;
      fields.sequence = (entry.initialSendSequence + entry.sendNext) >>> 0;
      fields.acknowledgement = (entry.initialReceiveSequence + entry.receiveNext) >>> 0;
      fields.relativeAcknowledgement = entry.receiveNext >>> 0;
      fields.window = entry.window;
      if (entry.timestamps) {
        fields.options = PacketOption.timestamps;
        fields.timestampValue = (entry.timestampOffset + Math.floor(writer.now / 1e6)) >>> 0;
        fields.timestampEcho = entry.timestampRecent;
      }
    }, SegmentReason.duplicateAck);
  }

  private leave(slot: number, entry: TimeWaitEntry, event: number): void {
    const { writer, device } = this.environment;
    const to = nextState(TcpState.timeWait, event);
    writer.tcpState(device, entry.connection, TcpState.timeWait, to, event, none);
    this.table.remove(slot);
    this.release(entry);
  }

  private arm(): void {
    const slot = this.table.head;
    if (this.armed || slot < 0) return;
    this.armed = true;
    this.environment.events.push(this.table.expires(slot), EventKind.timeWait, this.environment.device, 0);
  }
}
