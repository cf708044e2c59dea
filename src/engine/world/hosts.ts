import type { DeviceWith } from '../../shared/lab/lab';
import { none } from '../../shared/trace/record';
import { Host } from '../node/host';
import { HostStack } from '../node/host-stack';
import { randomStream } from '../kernel/random-streams';
import type { Network } from './network';
import type { RunState } from './run-state';

/** A client or a server, joined to the network. */
export function createHost(run: RunState, network: Network, device: DeviceWith<'host'>): Host {
  const closesBoth = run.lab.workloads.some(({ to, closes }) => to === device.index && closes === 'both');
  const stack = (restarts: number) => createStack(run, network, device, restarts);
  return new Host(device, { http: run.http(device), stack }, closesBoth);
}

function createStack(
  run: RunState,
  network: Network,
  device: DeviceWith<'host'>,
  restarts: number,
): HostStack {
  const { events, writer, contents, tls, lab } = run;
  const { routes } = network;
  const life = restarts > 0 ? `/${restarts}` : '';
  return new HostStack(
    device,
    {
      events,
      writer,
      contents,
      tls,
      random: (protocol) => randomStream(lab.seed, `device/${device.id}/${protocol}${life}`),
      transmit: (packet, destination, bytes, cause) =>
        network.originate(device.index, packet, destination, bytes, cause),
      pathMtu: (destination) => routes.mtu(device.index, routes.targetOf(destination)),
      deviceOf: (address) => {
        const owner = routes.ownerOf(address);
        return owner < 0 ? none : owner;
      },
    },
    restarts,
  );
}
