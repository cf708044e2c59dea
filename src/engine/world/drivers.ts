import type { DeviceWith, LabWorkload } from '../../shared/lab/lab';
import type { ServingParameters } from '../../shared/devices/traits/serving';
import type { AskingParameters } from '../../shared/workloads/traits/asking';
import type { LabWorkloadOf } from '../../shared/workloads/workload';
import { ClientConnector } from '../traffic/client-connector';
import type { Driver } from '../traffic/driver';
import type { Host } from '../node/host';
import { DatagramPlayer, StreamPlayer, type MediaPlan } from '../traffic/media-receiver';
import { MediaSender, carriedFrameBytes, mediaPort } from '../traffic/media-sender';
import { PageLoadDriver, type RequestWatcher } from '../traffic/page-load-driver';
import { SynFlood } from '../traffic/syn-flood';
import { WorkloadDriver } from '../traffic/workload-driver';
import type { RequestPriority } from '../http/common/fields';
import { transportParameters } from '../quic/connection/parameters';
import { randomStream } from '../kernel/random-streams';
import type { Network } from './network';
import type { RunState } from './run-state';

/** The two ends of a workload. */
interface Ends {
  readonly client: DeviceWith<'host' | 'opening'>;
  readonly server: DeviceWith<'host' | 'serving'>;
  readonly clientHost: Host;
  readonly serverHost: Host;
}

/** How urgent a server's pages are to those who ask for them, where the document says so. */
function prioritiesOf({ pages }: ServingParameters): Map<string, RequestPriority> {
  return new Map(pages.flatMap(({ path, priority }) => (priority ? [[path, priority] as const] : [])));
}

/** Makes what makes the workloads happen. */
export class Drivers {
  constructor(
    private readonly run: RunState,
    private readonly network: Network,
    private readonly watch: RequestWatcher,
  ) {}

  create(workload: LabWorkload): Driver {
    const ends = this.ends(workload);
    switch (workload.kind) {
      case 'syn-flood':
        return this.flood(workload, ends);
      case 'media':
        return this.media(workload, ends);
      case 'page-load':
        return new PageLoadDriver(
          workload,
          this.run.http(ends.client),
          ends.clientHost,
          this.connector(workload.asking, ends),
          this.watch,
          prioritiesOf(ends.server.serving),
        );
      case 'http-get':
        return new WorkloadDriver(
          workload,
          this.run.http(ends.client),
          ends.clientHost,
          this.connector(workload.asking, ends),
          this.watch,
          workload.closes === 'both' ? ends.serverHost.served : undefined,
        );
    }
  }

  private ends(workload: LabWorkload): Ends {
    const client = this.run.lab.devices[workload.from];
    const server = this.run.lab.devices[workload.to];
    const clientHost = this.network.nodes[workload.from]?.host;
    const serverHost = this.network.nodes[workload.to]?.host;
    if (!client?.opening || !server?.serving || !clientHost || !serverHost)
      throw new TypeError(`workload ${workload.id} needs a client and a server`);
    return { client, server, clientHost, serverHost };
  }

  private connector(asking: AskingParameters, { client, server, clientHost }: Ends): ClientConnector {
    const target = {
      localAddress: this.sourceAddress(client, server),
      remoteAddress: server.ports[0]?.address ?? 0,
      remotePort: asking.tls === 0 ? server.serving.listenPort : server.serving.securePort,
      authority: server.id,
    };
    return new ClientConnector(
      asking,
      this.run.http(client),
      clientHost,
      target,
      client.opening.handshakeTime,
      transportParameters(server.host.quic),
    );
  }

  private media(
    workload: LabWorkloadOf<'media'>,
    { client, server, clientHost, serverHost }: Ends,
  ): MediaSender {
    const { events, writer } = this.run;
    const port = mediaPort(workload.index);
    const plan: MediaPlan = {
      workload: workload.index,
      frames: workload.count,
      interval: workload.interval,
      playout: workload.calling.playout,
      carriedBytes: carriedFrameBytes(workload),
    };
    serverHost.offer((host) => {
      const environment = {
        device: server.index,
        writer,
        later: (delay: number, action: () => void) => host.later(delay, action),
      };
      if (workload.over === 'udp') host.datagrams.listen(port, () => new DatagramPlayer(environment, plan));
      else host.listen(port, () => new StreamPlayer(environment, plan));
    });
    return new MediaSender(
      workload,
      {
        device: client.index,
        events,
        writer,
        localAddress: this.sourceAddress(client, server),
        remoteAddress: server.ports[0]?.address ?? 0,
      },
      clientHost,
    );
  }

  private flood(workload: LabWorkloadOf<'syn-flood'>, { client, server, clientHost }: Ends): SynFlood {
    const { network, run } = this;
    return new SynFlood(workload, {
      device: client.index,
      events: run.events,
      writer: run.writer,
      random: randomStream(run.lab.seed, `workload/${workload.id}/syn-flood`),
      targetDevice: server.index,
      targetAddress: server.ports[0]?.address ?? 0,
      targetPort: server.serving.listenPort,
      isUp: () => clientHost.isUp,
      isOwned: (address) => network.routes.ownerOf(address) >= 0,
      transmit: (packet, destination, bytes, cause) =>
        network.nodes[client.index]?.send(packet, destination, bytes, cause),
    });
  }

  /** The address of the port by which a host reaches another. */
  private sourceAddress(from: DeviceWith<'host'>, to: DeviceWith<'host'>): number {
    const direction = this.network.routes.next(from.index, to.index);
    return (from.ports.find((port) => port.direction === direction) ?? from.ports[0])?.address ?? 0;
  }
}
