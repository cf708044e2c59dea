import type { Lane } from '../../../shared/lanes/lanes';
import type { LaneSummary } from '../../../shared/lanes/lanes-summary';

/** Pixels of a group's head and of a lane. */
export const groupHeight = 38;
export const laneHeight = 19;

/** A row of the view and where it stands, pixels from the top. */
export type LaneRow =
  | { readonly kind: 'group'; readonly summary: LaneSummary; readonly top: number }
  | { readonly kind: 'lane'; readonly lane: Lane; readonly summary: LaneSummary; readonly top: number };

/** The rows of all groups: a head, then a lane each. Rows are made as they are asked for. */
export class LaneRows {
  readonly height: number;
  /** Where each group begins. */
  private readonly tops: number[] = [];

  /** `folded`: workloads whose lanes are hidden under their head. */
  constructor(
    readonly groups: readonly LaneSummary[],
    private readonly folded: ReadonlySet<number> = new Set(),
  ) {
    let top = 0;
    for (const group of groups) {
      this.tops.push(top);
      top += groupHeight + this.lanesOf(group).length * laneHeight;
    }
    this.height = top;
  }

  isFolded({ workload }: LaneSummary): boolean {
    return this.folded.has(workload.index);
  }

  /** The rows that touch top..bottom. */
  between(top: number, bottom: number): LaneRow[] {
    const rows: LaneRow[] = [];
    for (const [index, summary] of this.groups.entries()) {
      const start = this.tops[index] ?? 0;
      const lanes = this.lanesOf(summary);
      const end = start + groupHeight + lanes.length * laneHeight;
      if (end <= top || start >= bottom) continue;
      if (start + groupHeight > top) rows.push({ kind: 'group', summary, top: start });
      const first = Math.max(0, Math.floor((top - start - groupHeight) / laneHeight));
      for (let lane = first; lane < lanes.length; lane += 1) {
        const row = this.laneRow(index, lane);
        if (!row || row.top >= bottom) break;
        rows.push(row);
      }
    }
    return rows;
  }

  /** The lane at a height; undefined at a head, and beyond the end. */
  laneAt(y: number): Extract<LaneRow, { kind: 'lane' }> | undefined {
    return this.between(y, y + 1).find((row) => row.kind === 'lane');
  }

  /** The lane that is `by` lanes after a lane (before it, where negative); the nearest where there are not so many. */
  neighbour(lane: Lane | undefined, by: number): Extract<LaneRow, { kind: 'lane' }> | undefined {
    const all = this.groups.flatMap((summary, group) =>
      this.lanesOf(summary).map((one, index) => ({ one, group, index })),
    );
    const at = all.findIndex(({ one }) => one === lane);
    const wanted = at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by));
    const found = all[wanted];
    return found && this.laneRow(found.group, found.index);
  }

  private lanesOf(summary: LaneSummary): readonly Lane[] {
    return this.isFolded(summary) ? [] : summary.lanes;
  }

  private laneRow(group: number, index: number): Extract<LaneRow, { kind: 'lane' }> | undefined {
    const summary = this.groups[group];
    const lane = summary?.lanes[index];
    if (!summary || !lane) return undefined;
    return { kind: 'lane', lane, summary, top: (this.tops[group] ?? 0) + groupHeight + index * laneHeight };
  }
}
