import { Ends } from '../../../shared/trace/fold/columns';
import type { LabState } from '../../../shared/trace/fold/lab-state';
import { quicStates } from '../../../shared/trace/quic';
import { tcpStates } from '../../../shared/trace/record';
import type { Trace } from '../../../shared/trace/trace';
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
  /** How many connections are in each state, in the order in which the states were met. */
  readonly counts: Map<string, number>;
  /** When the latest entered TIME-WAIT, nanoseconds. */
  timeWaitSince: number;
}

/**
 * The state badges of the devices' connections: `ESTABLISHED`, `TIME-WAIT 42 s`, `3 × ESTABLISHED`, `LISTEN`. Counted
 * anew only when the state moved.
 */
export class DeviceBadges {
  private summaries: Summary[] = [];
  private countedAt = -1;

  constructor(
    private readonly trace: Trace,
    private readonly topology: RunTopology,
  ) {}

  /** The badge of a device at a state and time (nanoseconds); undefined when there is nothing to say. */
  badge(device: number, state: LabState, time: number): string | undefined {
    if (this.countedAt !== state.next) this.count(state);
    const summary = this.summaries[device];
    const listens = this.topology.lab.devices[device]?.serving !== undefined;
    if (!summary) return listens ? 'LISTEN' : undefined;
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

  private count(state: LabState): void {
    this.countedAt = state.next;
    this.summaries = [];
    for (let row = 0; row < state.ends.rows; row += 1) {
      const device = this.trace.connections[row >>> 1]?.ends[(row & 1) as 0 | 1].device;
      const enteredBy = state.ends.cell(row, Ends.enteredBy);
      if (device === undefined || enteredBy === 0) continue;
      const summary = (this.summaries[device] ??= { counts: new Map(), timeWaitSince: 0 });
      const isQuic = this.trace.connections[row >>> 1]?.protocol === 'quic';
      const current = (isQuic ? quicStates : tcpStates)[state.ends.cell(row, Ends.state)];
      if (current === undefined || nothing.includes(current)) continue;
      summary.counts.set(current, (summary.counts.get(current) ?? 0) + 1);
      if (current === timeWait)
        summary.timeWaitSince = Math.max(summary.timeWaitSince, this.trace.time(enteredBy));
    }
  }
}
