import type { LabWorkloadOf } from '../../shared/workloads/workload';
import { none } from '../../shared/trace/record';
import type { HttpEnvironment } from '../http/common/environment';
import type { RequestPriority } from '../http/common/fields';
import { EventKind } from '../kernel/event-kinds';
import type { ClientConnector } from './client-connector';
import { ClientPool } from './client-pool';
import { ConnectionRace } from './connection-race';
import type { Driver } from './driver';
import type { Host } from '../node/host';

/** Told of each request as it begins. */
export type RequestWatcher = (request: number, workload: number, path: string) => void;

/** Loads pages at their times: all that a page is made of is asked for at once, over connections of its own. */
export class PageLoadDriver implements Driver {
  private loaded = 0;

  constructor(
    private readonly workload: LabWorkloadOf<'page-load'>,
    private readonly environment: HttpEnvironment,
    private readonly host: Host,
    private readonly connector: ClientConnector,
    private readonly watch: RequestWatcher,
    /** How urgent the page's parts are, by their paths. */
    private readonly priorities: ReadonlyMap<string, RequestPriority>,
  ) {}

  schedule(): void {
    this.environment.events.push(this.workload.start, EventKind.workload, this.workload.index, 0);
  }

  /** A user opens the page, unless the host is down. */
  next(): void {
    const { workload, environment } = this;
    if (this.host.isUp) this.load();
    this.loaded += 1;
    if (this.loaded < workload.count)
      environment.events.push(
        environment.writer.now + workload.interval,
        EventKind.workload,
        workload.index,
        this.loaded,
      );
  }

  private load(): void {
    const { workload, environment } = this;
    const { writer, device, ledger } = environment;
    const page = this.connections();
    for (const path of workload.asking.paths) {
      const request = ledger.begin();
      this.watch(request, workload.index, path);
      writer.cause = writer.appStart(device, request, workload.index, none);
      page.request(request, path, this.priorities.get(path));
    }
    page.finish();
  }

  private connections(): ClientPool | ConnectionRace {
    const { workload, environment, connector, host } = this;
    const options = { pipelining: workload.pipelining, lastRequest: Infinity, asksToClose: false };
    if (workload.race === Infinity)
      return new ClientPool(
        environment,
        (listener) => connector.open(listener, options),
        workload.connections,
      );
    return new ConnectionRace(
      { ...environment, later: (delay, action) => host.later(delay, action) },
      (listener) => connector.open(listener),
      (listener) => connector.openHttp2(listener),
      workload.race,
    );
  }
}
