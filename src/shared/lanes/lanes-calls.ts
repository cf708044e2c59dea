import type { Lab } from '../lab/lab';
import { Lane } from './lanes-lane';
import { LaneKind, LaneWhy } from './lanes-line';
import { MediaFate, none, RecordKind } from '../trace/record';
import { read } from '../trace/record-reader';
import type { TraceReader } from '../trace/trace-reader';

/** Reads `media.*` records into lanes, one a call: its picture moves, leaves frames out, or stands still. */
export class LaneCalls {
  private readonly calls = new Map<number, Lane>();

  /** `lanes`: where a call's lane is put when it begins. */
  constructor(
    private readonly lab: Lab,
    private readonly trace: TraceReader,
    private readonly lanes: Lane[],
  ) {}

  /** Takes in a `media.*` record. */
  take(seq: number): void {
    const { trace } = this;
    const kind = trace.kind(seq);
    const time = trace.time(seq);
    const workload = read.mediaPlayed.workload(trace, seq);
    const call = this.calls.get(workload) ?? this.beginCall(workload, time);
    if (trace.connection(seq) !== none) call.connection = trace.connection(seq);
    if (kind === RecordKind.mediaReceived) call.firstByte ??= time;
    const { frame, fate } = read.mediaPlayed;
    if (kind === RecordKind.mediaPlayed) this.play(time, call, frame(trace, seq), fate(trace, seq));
  }

  /** A frame is shown, in time or after a freeze, or left out for good. */
  private play(time: number, call: Lane, frame: number, fate: number): void {
    const { interval = 0, count = 0 } = this.lab.workloads[call.workload] ?? {};
    if (fate === MediaFate.frozen)
      // The picture has stood still since the moment at which the frame was due.
      call.line.enter(Math.min(time, call.playedAt + interval), LaneKind.blocked, LaneWhy.frozen);
    if (fate === MediaFate.skipped) call.line.enter(time, LaneKind.blocked, LaneWhy.skipped);
    else call.line.enter(time, LaneKind.flowing);
    call.playedAt = time;
    call.frames[fate as 0 | 1 | 2 | 3] += 1;
    if (frame !== count - 1) return;
    call.ended = time + interval;
    call.line.end(call.ended);
  }

  private beginCall(workload: number, time: number): Lane {
    const lane = new Lane(none, workload, 0, this.lab.workloads[workload]?.id ?? '', time);
    lane.line.enter(time, LaneKind.waiting);
    this.calls.set(workload, lane);
    this.lanes.push(lane);
    return lane;
  }
}
