import { AppError, DropReason, none, RecordKind } from '../../../shared/trace/record';
import { kindsOf } from '../../../shared/trace/record-table';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { GrowingList } from '../growing-list';
import type { RunTopology } from '../run/run-topology';
import { ConnectionRecords } from './connection-records';
import { PortUse } from './port-use';

/** Records of what a device refused or could not do, in order. */
export interface DeviceRefusals {
  /** `ip.drop` of a SYN that found the backlog full. */
  readonly synBacklog: GrowingList;
  /** `ip.drop` of what found the accept queue full. */
  readonly acceptQueue: GrowingList;
  /** `app.error` EADDRNOTAVAIL: no ephemeral port was left. */
  readonly noPorts: GrowingList;
}

/** Kinds of record about an end of a connection. */
const isTransports = kindsOf('tcp', 'tls', 'quic');

/** What the TCP panels look up in a trace. Each record is read once, in as many slices as its reader likes. */
export class TcpIndex {
  readonly connections = new ConnectionRecords();
  readonly ports: PortUse;
  private readonly refused: DeviceRefusals[] = [];
  private taken = 0;

  constructor(
    private readonly trace: TraceReader,
    topology: RunTopology,
  ) {
    this.ports = new PortUse(trace, (device) => topology.lab.devices[device]?.host?.tcp.ephemeralPorts);
  }

  /** Whether all records that the trace has by now were taken in. */
  get complete(): boolean {
    return this.taken === this.trace.records.length;
  }

  /** Takes in at most so many more records. */
  scan(limit = Infinity): void {
    const end = Math.min(this.trace.records.length, this.taken + limit);
    for (; this.taken < end; this.taken += 1) this.take(this.taken);
  }

  /** What a device refused; empty lists where it did not. */
  refusalsOf(device: number): DeviceRefusals {
    return (this.refused[device] ??= {
      synBacklog: new GrowingList(),
      acceptQueue: new GrowingList(),
      noPorts: new GrowingList(),
    });
  }

  private take(record: number): void {
    const kind = this.trace.kind(record);
    if (isTransports(kind) || kind === RecordKind.httpStream) {
      const connection = this.trace.connection(record);
      if (connection === none) return;
      this.connections.add(connection, record);
      if (kind === RecordKind.tcpState) this.ports.add(record);
    } else if (kind === RecordKind.ipDrop || kind === RecordKind.appError) this.takeRefusal(record, kind);
  }

  private takeRefusal(record: number, kind: number): void {
    const { synBacklog, acceptQueue, noPorts } = this.refusalsOf(this.trace.place(record));
    const detail = this.trace.detail(record);
    if (kind === RecordKind.appError) {
      if (detail === AppError.noPorts) noPorts.push(record);
    } else if (detail === DropReason.synBacklogFull) synBacklog.push(record);
    else if (detail === DropReason.acceptQueueFull) acceptQueue.push(record);
  }
}
