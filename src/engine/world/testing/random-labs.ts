import fc from 'fast-check';
import { deviceKinds, hasSetting, hasTrait, type DeviceKind } from '../../../shared/devices/device';
import type { DeviceTrait } from '../../../shared/devices/definition/device-trait';
import type { LabDocument } from '../../../shared/lab/document';
import { validateLab } from '../../../shared/lab/validate';
import { anyFaults, nameFaults } from './random-faults';
import { usually } from './random-quantities';
import { anyClientSettings, anyRouterSettings, anyServerSettings } from './random-settings';
import { anyLinkSettings, anyTopology } from './random-topologies';
import { anyTraffic } from './random-traffic';

/** Three clients and two servers with three and two links each, and five among routers. */
const mostLinks = 18;
const pick = fc.nat({ max: 1000 });

/**
 * Labs of all that there is: several clients, servers and routers, parallel links, impairments, odd settings, every
 * workload and every fault. Most are valid; some are not, since what is allowed is the validation's to say.
 */
export const anyDocument: fc.Arbitrary<unknown> = fc
  .record({
    seed: fc.integer({ min: 0, max: 0xffffffff }),
    duration: usually(fc.constantFrom('2s', '60s', '1000s'), fc.constantFrom('1ns', '90ms', '200000s')),
    topology: anyTopology,
    links: fc.array(anyLinkSettings, { minLength: mostLinks, maxLength: mostLinks }),
    routers: fc.array(anyRouterSettings, { minLength: 4, maxLength: 4 }),
    clients: fc.array(anyClientSettings, { minLength: 3, maxLength: 3 }),
    servers: fc.array(anyServerSettings, { minLength: 2, maxLength: 2 }),
    traffic: fc.array(fc.tuple(anyTraffic, pick, pick), { minLength: 1, maxLength: 3 }),
    faults: anyFaults,
  })
  .map(({ seed, duration, topology, links, routers, clients, servers, traffic, faults }) => {
    const workloads = traffic.map(([own, from, to], index) => ({
      id: `work-${index}`,
      from: `client-${from % topology.clients}`,
      to: `server-${to % topology.servers}`,
      ...own,
    }));
    return {
      version: 1,
      title: 'Drawn at random',
      seed,
      duration,
      devices: [
        ...devicesOf('opening', 'client', clients.slice(0, topology.clients)),
        ...devicesOf('forwarding', 'router', routers.slice(0, topology.routers)),
        ...devicesOf('serving', 'server', servers.slice(0, topology.servers)),
      ],
      links: topology.ends.map(([a, b], index) => ({
        id: `link-${index}`,
        a: { device: a },
        b: { device: b },
        ...links[index],
      })),
      workloads,
      faults: nameFaults(faults, topology, workloads),
    };
  });

/** Devices called `name-0` and on: each kind that has the trait in turn, with the settings that it knows. */
function devicesOf(trait: DeviceTrait, name: string, settings: readonly object[]): object[] {
  const kinds = deviceKinds.filter((kind) => hasTrait({ kind }, trait));
  return settings.map((drawn, index) => {
    const kind = kinds[index % kinds.length] as DeviceKind;
    const own = Object.entries(drawn).filter(([setting]) => hasSetting({ kind }, setting));
    return { id: `${name}-${index}`, kind, position: { x: 0, y: 0 }, ...Object.fromEntries(own) };
  });
}

/** Only what the validation accepts. */
export const anyRunnableLab: fc.Arbitrary<LabDocument> = anyDocument
  .filter((document) => validateLab(document).ok)
  .map((document) => {
    const outcome = validateLab(document);
    if (!outcome.ok) throw new TypeError(JSON.stringify(outcome.problems));
    return outcome.document;
  });
