import { AppError, RecordKind, tcpStates } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { formatAddress } from '../../../shared/units/address';
import type { RunTopology } from '../run/run-topology';
import type { Destination } from './port-use';
import type { TcpIndex } from './tcp-index';

const timeWait = tcpStates.indexOf('TIME-WAIT');
const closed = tcpStates.indexOf('CLOSED');

/** What holds the ports of a device towards a destination at some record. */
interface PortsHeld {
  readonly destination: Destination;
  readonly held: number;
  readonly inTimeWait: number;
}

/**
 * What is behind a request that found no ephemeral port (EADDRNOTAVAIL, the application's layer 7): who holds the ports,
 * at layer 4. One sentence; undefined for a record of anything else.
 */
export function portExhaustion(
  trace: TraceReader,
  topology: RunTopology,
  index: TcpIndex,
  record: number,
): string | undefined {
  if (trace.kind(record) !== RecordKind.appError || trace.detail(record) !== AppError.noPorts)
    return undefined;
  const device = trace.place(record);
  const fullest = portsHeld(trace, index, device, record).sort((one, other) => other.held - one.held)[0];
  if (!fullest || fullest.held === 0) return undefined;
  const { destination, held, inTimeWait } = fullest;
  const count = (number: number) => number.toLocaleString('en');
  const towards = `${formatAddress(destination.address)}:${destination.port}`;
  const others = held - inTimeWait;
  const rest = others === 0 ? '' : `, ${count(others)} in use`;
  return (
    `${topology.deviceId(device)} has no port left towards ${towards}: of the ${count(held)} that it took from ` +
    `${formatAddress(destination.source)}, ${count(inTimeWait)} wait in TIME-WAIT${rest}`
  );
}

function portsHeld(trace: TraceReader, index: TcpIndex, device: number, record: number): PortsHeld[] {
  const ports = index.ports.of(device);
  const states = new Map<number, { readonly number: number; readonly state: number }>();
  for (let change = 0; change < ports.changes.length; change += 1) {
    const at = ports.changes.at(change) ?? 0;
    if (at >= record) break;
    const number = ports.destinationOfChange.at(change) ?? 0;
    states.set(ports.endOfChange.at(change) ?? 0, { number, state: trace.detail(at) });
  }
  const held = ports.destinations.map((destination) => ({ destination, held: 0, inTimeWait: 0 }));
  for (const { number, state } of states.values()) {
    const entry = held[number];
    if (!entry || state === closed) continue;
    entry.held += 1;
    if (state === timeWait) entry.inTimeWait += 1;
  }
  return held;
}
