import type { FaultSurroundings } from '../faults/definition/surroundings';
import { deviceKind, hasTrait, traitOf } from '../devices/device';
import type { ServingParameters } from '../devices/traits/serving';
import { tlsVersionNumbers } from '../protocols/protocol-parameters';
import { tlsVersions } from '../protocols/protocol-settings';
import type { WorkloadSurroundings } from '../workloads/traits/surroundings';
import { pathsOfWorkload } from '../workloads/workload';
import type { LabDocument } from './document';
import { reachableDevices } from './reachable-devices';

/** What workloads and faults may know of the lab that they are in. */
export type Surroundings = WorkloadSurroundings & FaultSurroundings;

/** The surroundings in a document of the right shape. */
export function surroundingsIn({ devices, links, workloads = [] }: LabDocument): Surroundings {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const known = new Map<string, ServingParameters | undefined>();
  const serving = (id: string) => {
    const device = byId.get(id);
    if (device && !known.has(id)) known.set(id, traitOf(device, 'serving'));
    return known.get(id);
  };
  return {
    devices: devices.map((device) => ({
      id: device.id,
      one: deviceKind(device.kind).words.one,
      isHost: hasTrait(device, 'host'),
      opens: hasTrait(device, 'opening'),
    })),
    links: links.map(({ id, a, b }) => ({ id, ends: [a.device, b.device] })),
    asking: workloads.flatMap((workload) => {
      const paths = pathsOfWorkload(workload);
      return paths.length > 0 ? [{ id: workload.id, to: workload.to, paths }] : [];
    }),
    offerOf: (id) => {
      const offered = serving(id);
      return (
        offered && {
          http: offered.http,
          tls: tlsVersions.filter((version) => offered.tls.versions.includes(tlsVersionNumbers[version])),
        }
      );
    },
    nearerEnd: (id, device) => {
      const link = links.find((one) => one.id === id);
      return [device, ...reachableDevices({ devices, links }, device)].find(
        (one) => one === link?.a.device || one === link?.b.device,
      );
    },
    sizeServed: (id, path) => {
      const server = serving(id);
      return server && (server.pages.find((page) => page.path === path)?.size ?? 'nothing');
    },
  };
}
