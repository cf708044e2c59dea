import type { LabWorkloadOf } from '../../shared/workloads/workload';
import { none } from '../../shared/trace/record';
import type { HttpEnvironment } from '../http/common/environment';
import { HttpSession } from '../http/common/http-session';
import { EventKind } from '../kernel/event-kinds';
import type { ClientConnector } from './client-connector';
import type { Driver } from './driver';
import type { Host } from '../node/host';
import type { RequestWatcher } from './page-load-driver';
import type { ServedStreams } from '../node/served-streams';
import { SimultaneousClose } from './simultaneous-close';

/** Makes a workload's requests at their times, deals them to its users, and spreads each user's over sessions. */
export class WorkloadDriver implements Driver {
  private started = 0;
  /** By user. */
  private sessions: (HttpSession | undefined)[] = [];
  private restartsSeen = 0;

  /** `served`: the server's ends, where the workload closes both ends at once. */
  constructor(
    private readonly workload: LabWorkloadOf<'http-get'>,
    private readonly environment: HttpEnvironment,
    private readonly host: Host,
    private readonly connector: ClientConnector,
    private readonly watch: RequestWatcher,
    private readonly served?: ServedStreams,
  ) {}

  schedule(): void {
    this.environment.events.push(this.workload.start, EventKind.workload, this.workload.index, 0);
  }

  /** The user clicks, unless the host is down. */
  next(): void {
    const { environment, workload, host } = this;
    if (host.restarts !== this.restartsSeen) {
      this.restartsSeen = host.restarts;
      this.sessions = [];
    }
    if (host.isUp) this.request();
    this.started += 1;
    if (this.started < workload.count)
      environment.events.push(
        environment.writer.now + workload.interval,
        EventKind.workload,
        workload.index,
        this.started,
      );
  }

  private request(): void {
    const { environment, workload } = this;
    const { writer, device, ledger } = environment;
    const [path = '/'] = workload.asking.paths;
    const session = this.sessionOf(this.started % workload.asking.users);
    const request = ledger.begin();
    this.watch(request, workload.index, path);
    writer.cause = writer.appStart(device, request, workload.index, none);
    session.request(request, path);
  }

  /** The session that a user's next request belongs to: the one begun, or a new one. */
  private sessionOf(user: number): HttpSession {
    const { workload } = this;
    const made = Math.floor(this.started / workload.asking.users);
    const begun = this.sessions[user];
    if (begun && made % workload.requestsPerConnection !== 0) return begun;
    const session = this.open(user, made);
    this.sessions[user] = session;
    return session;
  }

  private open(user: number, made: number): HttpSession {
    const { workload, environment, served } = this;
    // A user's last session may have fewer requests than the others, and so the first one after a crash.
    const ofUser = Math.ceil((workload.count - user) / workload.asking.users);
    const { requestsPerConnection } = workload;
    const requests = Math.min(ofUser - made, requestsPerConnection - (made % requestsPerConnection));
    const transport = served ? new SimultaneousClose(this.host, environment, served, requests) : this.host;
    return new HttpSession(
      environment,
      (listener, left) => {
        const options = {
          pipelining: false,
          lastRequest: workload.closes === 'client' ? Infinity : left,
          asksToClose: workload.closes === 'server',
        };
        return this.connector.open(listener, options, transport);
      },
      requests,
    );
  }
}
