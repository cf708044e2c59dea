import type { LabWorkloadOf } from '../../../shared/workloads/workload';
import type { Driver } from '../driver/driver';
import type { DriverSite } from '../driver/driver-site';
import { DatagramPlayer, StreamPlayer, type MediaPlan } from './media-receiver';
import { MediaSender, carriedFrameBytes, mediaPort } from './media-sender';

/** Makes what makes a call: a player at the server, and what sends it frames. */
export function createMediaDriver(workload: LabWorkloadOf<'media'>, site: DriverSite): Driver {
  const { server, serverHost, writer } = site;
  const port = mediaPort(workload);
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
  return new MediaSender(workload, site);
}
