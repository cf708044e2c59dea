import type { DeviceWith, LabWorkload } from '../../shared/lab/lab';
import { randomStream } from '../kernel/random-streams';
import type { DriverSite, RequestWatcher } from '../traffic/driver/driver-site';
import type { Network } from './network';
import type { RunState } from './run-state';

/** Where a workload of the run happens. Throws a TypeError where its ends are no client and no server. */
export function siteOf(
  workload: LabWorkload,
  run: RunState,
  network: Network,
  watch: RequestWatcher,
): DriverSite {
  const { lab, events, writer } = run;
  const { nodes, routes } = network;
  const client = lab.devices[workload.from];
  const server = lab.devices[workload.to];
  const clientNode = nodes[workload.from];
  const clientHost = clientNode?.host;
  const serverHost = nodes[workload.to]?.host;
  if (!client?.opening || !server?.serving || !clientNode || !clientHost || !serverHost)
    throw new TypeError(`workload ${workload.id} needs a client and a server`);
  return {
    client,
    server,
    clientHost,
    serverHost,
    localAddress: sourceAddress(network, client, server),
    remoteAddress: server.ports[0]?.address ?? 0,
    events,
    writer,
    http: run.http(client),
    watch,
    random: (purpose) => randomStream(lab.seed, `workload/${workload.id}/${purpose}`),
    isOwned: (address) => routes.ownerOf(address) >= 0,
    transmit: (packet, destination, bytes, cause) => clientNode.send(packet, destination, bytes, cause),
  };
}

/** The address of the port by which a host reaches another. */
function sourceAddress({ routes }: Network, from: DeviceWith<'host'>, to: DeviceWith<'host'>): number {
  const direction = routes.next(from.index, to.index);
  return (from.ports.find((port) => port.direction === direction) ?? from.ports[0])?.address ?? 0;
}
