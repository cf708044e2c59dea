import type { LabWorkloadOf } from '../../../shared/workloads/workload';
import { none } from '../../../shared/trace/record';
import { HttpSession } from '../../http/common/http-session';
import { connectorAt, type ClientConnector } from '../connections/client-connector';
import type { Driver } from '../driver/driver';
import type { DriverSite } from '../driver/driver-site';
import { TimedDriver } from '../driver/timed-driver';
import { SimultaneousClose } from './simultaneous-close';

type HttpGet = LabWorkloadOf<'http-get'>;

/** Makes what makes users ask for one thing after the other. */
export function createHttpGetDriver(workload: HttpGet, site: DriverSite): Driver {
  if (workload.closes === 'both') site.serverHost.served.keepTrack();
  return new HttpGetDriver(workload, site, connectorAt(site, workload.asking));
}

/** Makes a workload's requests at their times, deals them to its users, and spreads each user's over sessions. */
class HttpGetDriver extends TimedDriver {
  /** By user. */
  private sessions: (HttpSession | undefined)[] = [];
  private restartsSeen = 0;
  private readonly path: string;

  constructor(
    private readonly workload: HttpGet,
    private readonly site: DriverSite,
    private readonly connector: ClientConnector,
  ) {
    super(workload, site);
    this.path = workload.asking.paths[0] ?? '/';
  }

  /** The user clicks. */
  protected act(ordinal: number): void {
    const { workload, path } = this;
    const { http, clientHost, watch } = this.site;
    const { writer, device, ledger } = http;
    if (clientHost.restarts !== this.restartsSeen) {
      // Who crashed has no sessions any more.
      this.restartsSeen = clientHost.restarts;
      this.sessions = [];
    }
    const session = this.sessionOf(ordinal);
    const request = ledger.begin();
    watch(request, workload.index, path);
    writer.cause = writer.appStart(device, request, workload.index, none);
    session.request(request, path);
  }

  /** The session that a request belongs to: the one that its user has begun, or a new one. */
  private sessionOf(ordinal: number): HttpSession {
    const { workload, sessions } = this;
    const { users } = workload.asking;
    const user = ordinal % users;
    const made = Math.floor(ordinal / users);
    const begun = sessions[user];
    if (begun && made % workload.requestsPerConnection !== 0) return begun;
    const session = this.open(user, made);
    sessions[user] = session;
    return session;
  }

  private open(user: number, made: number): HttpSession {
    const { workload, site } = this;
    // A user's last session may have fewer requests than the others, and so the first one after a crash.
    const ofUser = Math.ceil((workload.count - user) / workload.asking.users);
    const { requestsPerConnection, closes } = workload;
    const requests = Math.min(ofUser - made, requestsPerConnection - (made % requestsPerConnection));
    const { clientHost, serverHost, http } = site;
    const transport =
      closes === 'both' ? new SimultaneousClose(clientHost, http, serverHost.served, requests) : clientHost;
    return new HttpSession(
      http,
      (listener, left) => {
        const options = {
          pipelining: false,
          lastRequest: closes === 'client' ? Infinity : left,
          asksToClose: closes === 'server',
        };
        return this.connector.open(listener, options, transport);
      },
      requests,
    );
  }
}
