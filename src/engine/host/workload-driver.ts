import type { LabWorkload } from '../../shared/lab/lab';
import { RecordKind, none } from '../../shared/trace/record';
import { HttpSession, type SessionTarget } from '../http/http-client';
import type { HttpEnvironment } from '../http/http-server';
import { EventKind } from '../kernel/event-kinds';
import type { StreamTransport } from '../transport/byte-stream';

/** Makes a workload's requests at their times and spreads them over sessions. */
export class WorkloadDriver {
  private started = 0;
  private session: HttpSession | undefined;

  constructor(
    private readonly workload: LabWorkload,
    private readonly environment: HttpEnvironment,
    private readonly transport: StreamTransport,
    private readonly target: SessionTarget,
  ) {}

  /** Schedules the first request. */
  schedule(): void {
    this.environment.events.push(this.workload.start, EventKind.workload, this.workload.index, 0);
  }

  /** EventKind.workload: the user clicks. */
  next(): void {
    const { environment, workload } = this;
    const { writer, device, ledger, events } = environment;
    const position = this.started % workload.requestsPerConnection;
    if (position === 0 || !this.session)
      this.session = new HttpSession(environment, this.transport, this.sessionTarget());
    const request = ledger.begin();
    writer.cause = writer.recordCausedBy(
      none,
      RecordKind.appStart,
      device,
      none,
      none,
      request,
      workload.index,
      0,
    );
    this.started += 1;
    this.session.request(request);
    if (this.started < workload.count)
      events.push(writer.now + workload.interval, EventKind.workload, workload.index, this.started);
  }

  /** The last session may have fewer requests than the others. */
  private sessionTarget(): SessionTarget {
    const left = this.workload.count - this.started;
    return { ...this.target, requests: Math.min(left, this.workload.requestsPerConnection) };
  }
}
