import { RequestBytes } from '../../../shared/lanes/lanes-bytes';
import { RecordKind } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { protocolClasses } from '../picture/stage-picture';
import { requestColours } from '../run/request-colours';

/** How packets on the stage are told apart: by what they are, or by the request whose bytes they carry. */
export const stageColourings = ['protocol', 'request'] as const;
export type StageColouring = (typeof stageColourings)[number];

const other = protocolClasses.indexOf('other');

/** The tint of a workload's requests, by their order in it: the colours that lanes have, after the protocol classes. */
export function requestTint(ordinal: number): number {
  return protocolClasses.length + (ordinal % requestColours.length);
}

/** Tints of packets by the request that most of their bytes belong to. Grows with its trace. */
export class RequestTints {
  private readonly bytes: RequestBytes;
  private readonly ordinals = new Map<number, number>();
  private readonly started: number[] = [];
  private readonly tints: (number | undefined)[] = [];
  private taken = 0;

  constructor(private readonly trace: TraceReader) {
    this.bytes = new RequestBytes(trace);
  }

  /** Takes in what the trace grew by. */
  update(): void {
    this.bytes.update();
    const { trace } = this;
    for (; this.taken < trace.records.length; this.taken += 1) {
      if (trace.kind(this.taken) !== RecordKind.appStart) continue;
      const workload = trace.b(this.taken);
      const ordinal = this.started[workload] ?? 0;
      this.started[workload] = ordinal + 1;
      this.ordinals.set(trace.a(this.taken), ordinal);
    }
  }

  /** Packets that carry no request's bytes are "other". */
  tintOf(packet: number): number {
    return (this.tints[packet] ??= this.find(packet));
  }

  private find(packet: number): number {
    const request = this.bytes.requestOfPacket(packet);
    const ordinal = request === undefined ? undefined : this.ordinals.get(request);
    return ordinal === undefined ? other : requestTint(ordinal);
  }
}
