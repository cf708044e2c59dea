import type { Lab } from '../../../shared/lab/lab';
import { pathOf } from '../../../shared/lanes/lanes-lane';
import { RecordKind } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';

/** What requests ask for, and what was answered, whatever protocol carries them. Takes in a growing trace by itself. */
export class RequestNames {
  private readonly paths: string[] = [];
  private readonly statuses: number[] = [];
  private readonly begun: number[] = [];
  private taken = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly lab: Lab | undefined,
  ) {}

  /** `GET /a` */
  requestLine(request: number): string {
    this.catchUp();
    return `GET ${this.paths[request] ?? ''}`.trimEnd();
  }

  /** `/a`; '' where it is not known. */
  path(request: number): string {
    this.catchUp();
    return this.paths[request] ?? '';
  }

  /** `200`; '' while there is no answer. */
  status(request: number): string {
    this.catchUp();
    return String(this.statuses[request] ?? '');
  }

  private catchUp(): void {
    const { trace } = this;
    for (; this.taken < trace.records.length; this.taken += 1) {
      const kind = trace.kind(this.taken);
      const request = trace.a(this.taken);
      if (kind === RecordKind.httpResponse) this.statuses[request] = trace.b(this.taken);
      if (kind !== RecordKind.appStart) continue;
      const workload = trace.b(this.taken);
      const ordinal = this.begun[workload] ?? 0;
      this.begun[workload] = ordinal + 1;
      this.paths[request] = pathOf(this.lab?.workloads[workload], ordinal);
    }
  }
}
