import { Ends } from '../../../shared/trace/fold/state/columns';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { quicStates } from '../../../shared/trace/quic';
import { none, tcpStates } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunTopology } from '../run/run-topology';

const timeWait = 'TIME-WAIT';
/** In these there is nothing to say. */
const nothing: readonly (string | undefined)[] = ['CLOSED', 'IDLE', undefined];

/** TCP's states in their order, then QUIC's; TIME-WAIT is what is left over: it speaks only where nothing else does. */
function rank(state: string): number {
  const tcp = tcpStates.findIndex((name) => name === state);
  return state === timeWait ? 100 : tcp >= 0 ? tcp : 20 + quicStates.findIndex((name) => name === state);
}

/** What to say of one device's connections, before time is put into it. */
interface Summary {
  /** After so many records. */
  readonly at: number;
  /** Whether any of its connections was ever opened. */
  readonly hasConnections: boolean;
  /** How many connections are in each state, in the order in which the states were met. */
  readonly counts: Map<string, number>;
  /** When the latest entered TIME-WAIT, nanoseconds. */
  readonly timeWaitSince: number;
}

/**
 * The state badges of the devices' connections: `ESTABLISHED`, `TIME-WAIT 42 s`, `3 × ESTABLISHED`, `LISTEN`. Only the
 * connections of devices that are asked about are counted, anew when the state moved.
 */
export class DeviceBadges {
  /** Per device the rows of its connections' ends: `connection * 2 + end`. */
  private readonly rows: number[][] = [];
  private taken = 0;
  private readonly summaries: (Summary | undefined)[] = [];

  constructor(
    private readonly trace: TraceReader,
    private readonly topology: RunTopology,
  ) {}

  /** The badge of a device at a state and time (nanoseconds); undefined when there is nothing to say. */
  badge(device: number, state: LabState, time: number): string | undefined {
    const summary = this.summaryOf(device, state);
    const listens = this.topology.lab.devices[device]?.serving !== undefined;
    if (!summary.hasConnections) return listens ? 'LISTEN' : undefined;
    return this.name(device, summary, time) ?? (listens ? 'LISTEN' : 'CLOSED');
  }

  private name(device: number, { counts, timeWaitSince }: Summary, time: number): string | undefined {
    const open = [...counts].sort(([one], [other]) => rank(one) - rank(other));
    const [main] = open;
    if (!main) return undefined;
    const [name, count] = main;
    const several = count > 1 ? `${count} × ` : '';
    return `${several}${name}${name === timeWait ? this.remaining(device, timeWaitSince, time) : ''}`;
  }

  private remaining(device: number, since: number, time: number): string {
    const held = this.topology.lab.devices[device]?.host?.tcp.timeWait ?? 0;
    const left = since + held - time;
    return left > 0 ? ` ${left >= 1e9 ? `${Math.ceil(left / 1e9)} s` : `${Math.ceil(left / 1e6)} ms`}` : '';
  }

  private summaryOf(device: number, state: LabState): Summary {
    const known = this.summaries[device];
    if (known?.at === state.next) return known;
    this.takeConnections();
    return (this.summaries[device] = this.count(this.rows[device] ?? [], state));
  }

  private takeConnections(): void {
    const { connections } = this.trace;
    for (; this.taken < connections.length; this.taken += 1)
      for (const end of [0, 1] as const) {
        const device = connections[this.taken]?.ends[end].device ?? none;
        if (device !== none) (this.rows[device] ??= []).push(this.taken * 2 + end);
      }
  }

  private count(rows: readonly number[], state: LabState): Summary {
    const counts = new Map<string, number>();
    let timeWaitSince = 0;
    let hasConnections = false;
    for (const row of rows) {
      const enteredBy = state.ends.cell(row, Ends.enteredBy);
      if (enteredBy === 0) continue;
      hasConnections = true;
      const isQuic = this.trace.connections[row >>> 1]?.protocol === 'quic';
      const current = (isQuic ? quicStates : tcpStates)[state.ends.cell(row, Ends.state)];
      if (current === undefined || nothing.includes(current)) continue;
      counts.set(current, (counts.get(current) ?? 0) + 1);
      if (current === timeWait) timeWaitSince = Math.max(timeWaitSince, this.trace.time(enteredBy));
    }
    return { at: state.next, counts, timeWaitSince, hasConnections };
  }
}
