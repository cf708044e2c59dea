import { quicEvents, quicStates } from './quic';
import { tcpEvents, tcpStates } from './record';
import type { TraceReader } from './trace-reader';

/** The states that ends of connections can be in, TCP's first (and by their numbers), then those that only QUIC has. */
export const connectionStates: readonly string[] = [
  ...tcpStates,
  ...quicStates.filter((state) => !(tcpStates as readonly string[]).includes(state)),
];

/** The name of a connection's state by its number in the trace; a flow of plain UDP has none. */
export function connectionStateName(trace: TraceReader, connection: number, state: number): string {
  const protocol = trace.connections[connection]?.protocol;
  if (protocol === 'udp') return 'open';
  return (protocol === 'quic' ? quicStates : tcpStates)[state] ?? 'CLOSED';
}

/** The same as an index into `connectionStates`: one number for a name, whichever protocol has it. */
export function connectionStateNumber(trace: TraceReader, connection: number, state: number): number {
  if (trace.connections[connection]?.protocol !== 'quic') return state;
  return numbersOfQuic[state] ?? 0;
}
const numbersOfQuic = quicStates.map((state) => connectionStates.indexOf(state));

/** The transition of a `tcp.state` or `quic.state` record by name. */
export function transitionNames(
  trace: TraceReader,
  record: number,
): { readonly from: string; readonly event: string; readonly to: string } {
  const isQuic = trace.connections[trace.connection(record)]?.protocol === 'quic';
  const [states, events] = isQuic ? [quicStates, quicEvents] : [tcpStates, tcpEvents];
  const change = trace.a(record);
  return {
    from: states[change & 255] ?? '?',
    event: events[(change >>> 16) & 255] ?? '?',
    to: states[(change >>> 8) & 255] ?? '?',
  };
}
