import { untrack } from 'svelte';
import { LaneReader } from '../../../shared/lanes/lanes';
import { summariseLanes, type LaneSummary } from '../../../shared/lanes/lanes-summary';
import type { EngineRun } from '../../session/engine-run.svelte';
import { keptForView } from '../../session/run-context.svelte';
import type { RunView } from '../../session/run-view.svelte';

/** Records taken in between two looks at the clock, and how long a slice may take, milliseconds. */
const recordsAtOnce = 4096;
const sliceTime = 6;

/** What of a run is shown, and how far it was read. */
export interface ShownLanes {
  readonly reader: LaneReader;
  readonly groups: readonly LaneSummary[];
}

/** The lanes of the run that a view shows, read on while somebody looks. */
class LanesView {
  private readonly readers = new WeakMap<EngineRun, LaneReader>();
  private slices = $state(0);

  constructor(private readonly view: RunView) {}

  readonly shown: ShownLanes | undefined = $derived.by(() => {
    void this.slices;
    const { reader } = this;
    return reader && { reader, groups: summariseLanes(reader) };
  });

  /** The reader of the run that is shown; a new run has a new one. */
  private get reader(): LaneReader | undefined {
    const { run } = this.view;
    if (!run) return undefined;
    const known = this.readers.get(run) ?? new LaneReader(run.lab, run.trace);
    this.readers.set(run, known);
    return known;
  }

  /** Keeps up with the trace for as long as the calling component lives. Call while it is being made. */
  follow(): void {
    $effect(() => {
      void this.view.traceVersion;
      const { reader } = this;
      return reader && untrack(() => this.scan(reader));
    });
  }

  /** Reads on in slices between frames. Returns the way to stop. */
  private scan(reader: LaneReader): () => void {
    let timer = 0;
    const slice = () => {
      if (reader.complete) return;
      const end = performance.now() + sliceTime;
      do reader.scan(recordsAtOnce);
      while (!reader.complete && performance.now() < end);
      this.slices += 1;
      timer = window.setTimeout(slice);
    };
    slice();
    return () => window.clearTimeout(timer);
  }
}

export const lanesViewOf = keptForView((view) => new LanesView(view));
