import { untrack } from 'svelte';
import type { EngineRun } from '../../session/engine-run.svelte';
import { keptForView } from '../../session/run-context.svelte';
import type { RunView } from '../../session/run-view.svelte';
import { TcpIndex } from '../../view-model/tcp/tcp-index';

/** Records taken in between two looks at the clock, and how long a slice may take, milliseconds. */
const recordsAtOnce = 4096;
const sliceTime = 6;

/** What the TCP panels of a view share: the index of the run's trace, read while one of them is open. */
class TcpView {
  private readonly indexes = new WeakMap<EngineRun, TcpIndex>();
  private slices = $state(0);

  constructor(private readonly view: RunView) {}

  /** The index of the run that is shown; a new run has a new one. */
  get index(): TcpIndex | undefined {
    const { run } = this.view;
    if (!run) return undefined;
    const known = this.indexes.get(run) ?? new TcpIndex(run.trace, run.topology);
    this.indexes.set(run, known);
    return known;
  }

  /** Rises as more of the trace was taken in. */
  get version(): number {
    return this.slices;
  }

  /** Keeps up with the trace for as long as the calling component lives. Call while it is being made. */
  follow(): void {
    $effect(() => {
      void this.view.traceVersion;
      const { index } = this;
      return index && untrack(() => this.scan(index));
    });
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

export const tcpViewOf = keptForView((view) => new TcpView(view));
