import type { LabWorkloadOf } from '../../../shared/workloads/workload';
import { none } from '../../../shared/trace/record';
import type { RequestPriority } from '../../http/common/fields';
import { connectorAt, type ClientConnector } from '../connections/client-connector';
import { ClientPool } from '../connections/client-pool';
import { ConnectionRace } from '../connections/connection-race';
import type { Driver } from '../driver/driver';
import type { DriverSite } from '../driver/driver-site';
import { TimedDriver } from '../driver/timed-driver';

type PageLoad = LabWorkloadOf<'page-load'>;

/** Makes what makes users load a page. */
export function createPageLoadDriver(workload: PageLoad, site: DriverSite): Driver {
  return new PageLoadDriver(workload, site, connectorAt(site, workload.asking));
}

/** How urgent a server's pages are to those who ask for them, where the document says so. */
function prioritiesAt({ server }: DriverSite): ReadonlyMap<string, RequestPriority> {
  const { pages } = server.serving;
  return new Map(pages.flatMap(({ path, priority }) => (priority ? [[path, priority] as const] : [])));
}

/** Loads pages at their times: all that a page is made of is asked for at once, over connections of its own. */
class PageLoadDriver extends TimedDriver {
  private readonly priorities: ReadonlyMap<string, RequestPriority>;

  constructor(
    private readonly workload: PageLoad,
    private readonly site: DriverSite,
    private readonly connector: ClientConnector,
  ) {
    super(workload, site);
    this.priorities = prioritiesAt(site);
  }

  /** A user opens the page. */
  protected act(): void {
    const { workload, site } = this;
    const { writer, device, ledger } = site.http;
    const page = this.connections();
    for (const path of workload.asking.paths) {
      const request = ledger.begin();
      site.watch(request, workload.index, path);
      writer.cause = writer.appStart(device, request, workload.index, none);
      page.request(request, path, this.priorities.get(path));
    }
    page.finish();
  }

  private connections(): ClientPool | ConnectionRace {
    const { workload, connector } = this;
    const { http, clientHost } = this.site;
    const options = { pipelining: workload.pipelining, lastRequest: Infinity, asksToClose: false };
    if (workload.race === Infinity)
      return new ClientPool(http, (listener) => connector.open(listener, options), workload.connections);
    return new ConnectionRace(
      { ...http, later: (delay, action) => clientHost.later(delay, action) },
      (listener) => connector.open(listener),
      (listener) => connector.openHttp2(listener),
      workload.race,
    );
  }
}
