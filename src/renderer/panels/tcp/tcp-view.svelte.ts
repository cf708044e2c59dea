import { untrack } from 'svelte';
import type { EngineRun } from '../../session/engine-run.svelte';
import { session } from '../../session/lab-session.svelte';
import type { MachineDescription } from '../../../shared/messages/messages';
import { TcpIndex } from '../../view-model/tcp/tcp-index';

/** Records taken in between two looks at the clock, and how long a slice may take, milliseconds. */
const recordsAtOnce = 4096;
const sliceTime = 6;

/** What the TCP panels share: the index of the run's trace, read while one of them is open, and the machines. */
class TcpView {
  private readonly indexes = new WeakMap<EngineRun, TcpIndex>();
  private slices = $state(0);
  private descriptions = $state.raw<readonly MachineDescription[]>([]);
  private isAsked = false;

  /** The index of the run that is shown; a new run has a new one. */
  get index(): TcpIndex | undefined {
    const run = session.engine;
    if (!run) return undefined;
    const known = this.indexes.get(run) ?? new TcpIndex(run.trace, run.topology);
    this.indexes.set(run, known);
    return known;
  }

  /** Rises as more of the trace was taken in. */
  get version(): number {
    return this.slices;
  }

  /** A machine by its name; undefined until the engine has described it. */
  machine(name: string): MachineDescription | undefined {
    return this.descriptions.find(({ id }) => id === name);
  }

  /** Keeps up with the trace for as long as the calling component lives. Call while it is being made. */
  follow(): void {
    $effect(() => {
      void session.traceVersion;
      const { index } = this;
      return index && untrack(() => this.scan(index));
    });
  }

  /** Asks the engine for the machines, once. */
  askForMachines(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    window.hoplab.machines().then(
      (machines) => (this.descriptions = machines),
      () => (this.isAsked = false),
    );
  }

  /** Reads on in slices between frames. Returns the way to stop. */
  private scan(index: TcpIndex): () => void {
    let timer = 0;
    const slice = () => {
      if (index.complete) return;
      const end = performance.now() + sliceTime;
      do index.scan(recordsAtOnce);
      while (!index.complete && performance.now() < end);
      this.slices += 1;
      timer = window.setTimeout(slice);
    };
    slice();
    return () => window.clearTimeout(timer);
  }
}

export const tcp = new TcpView();
