import type { DeviceWith } from '../../shared/lab/lab';
import { none } from '../../shared/trace/record';
import type { LocalOutput } from '../ip/local-output';
import { randomStream } from '../kernel/random-streams';
import { Host } from './host';
import { HostStack } from './host-stack';
import type { NodeEnvironment } from './node';

/** A device's transports and applications, sending by `output`. */
export function createHost(
  device: DeviceWith<'host'>,
  environment: NodeEnvironment,
  output: LocalOutput,
): Host {
  const { events, writer, contents, tls, routes, seed } = environment;
  const stack = (restarts: number) => {
    const life = restarts > 0 ? `/${restarts}` : '';
    return new HostStack(
      device,
      {
        events,
        writer,
        contents,
        tls,
        random: (protocol) => randomStream(seed, `device/${device.id}/${protocol}${life}`),
        transmit: (packet, destination, bytes, cause) => output.send(packet, destination, bytes, cause),
        pathMtu: (destination, source) => routes.mtuOver(output.wayOut(source, destination), destination),
        deviceOf: (address) => {
          const owner = routes.ownerOf(address);
          return owner < 0 ? none : owner;
        },
      },
      restarts,
    );
  };
  return new Host(device, { http: environment.http(device), stack });
}
