import { keptForView } from '../../session/run-context.svelte';
import type { RunView } from '../../session/run-view.svelte';
import { FilteredRows } from '../../view-model/packet-filter/filtered-rows';
import { parseFilter, type PacketTest, type ParsedFilter } from '../../view-model/packet-filter/parse';

/** Rows looked at between two looks at the clock, and how long a slice may take, milliseconds. */
const rowsAtOnce = 512;
const sliceTime = 6;

/** What the packet list shows of a view's run: its filter, and whether it follows the playhead. Outlives the panel. */
class PacketListView {
  private typed = $state('');
  private wrong = $state.raw<Extract<ParsedFilter, { ok: false }>>();
  private test = $state.raw<PacketTest>();
  private scans = $state(0);
  private follows = $state(true);

  constructor(private readonly view: RunView) {}

  /** The rows that the last right filter lets through. */
  readonly rows = $derived.by(() => {
    const { run } = this.view;
    return run && new FilteredRows(run, this.test);
  });

  get filter(): string {
    return this.typed;
  }
  /** A filter with a mistake in it leaves the rows as they are; `problem` says what is wrong. */
  set filter(text: string) {
    this.typed = text;
    const parsed = parseFilter(text);
    this.wrong = parsed.ok ? undefined : parsed;
    if (parsed.ok) this.test = text.trim() === '' ? undefined : parsed.test;
  }
  get problem(): Extract<ParsedFilter, { ok: false }> | undefined {
    return this.wrong;
  }

  /** Whether the row at the playhead is kept in view. */
  get following(): boolean {
    return this.follows;
  }
  set following(follows: boolean) {
    this.follows = follows;
  }

  /** How many rows there are to show by now. */
  get count(): number {
    void this.scans;
    void this.view.traceVersion;
    return this.rows?.length ?? 0;
  }
  /** Whether all rows were filtered. */
  get complete(): boolean {
    void this.scans;
    void this.view.traceVersion;
    return this.rows?.complete ?? true;
  }

  /** Filters on in slices between frames until all rows were looked at. Returns the way to stop. */
  scan(): () => void {
    let timer = 0;
    const { rows } = this;
    const slice = () => {
      if (!rows || rows.complete) return;
      const end = performance.now() + sliceTime;
      do rows.scan(rowsAtOnce);
      while (!rows.complete && performance.now() < end);
      this.scans += 1;
      timer = window.setTimeout(slice);
    };
    slice();
    return () => window.clearTimeout(timer);
  }
}

export const packetListOf = keptForView((view) => new PacketListView(view));
