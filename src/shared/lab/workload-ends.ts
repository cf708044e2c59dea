import { deviceKind, hasTrait, type Device } from '../devices/device';
import type { DeviceTrait } from '../devices/definition/device-trait';
import { unknownName } from '../schema/names';
import type { Problem } from '../schema/problem';
import type { Workload } from '../workloads/workload';

/** What each end of a workload must be able to do, and what such a device is to it. */
const roles = {
  from: { trait: 'opening', name: 'client' },
  to: { trait: 'serving', name: 'server' },
} as const;

/** The devices that workloads may start at and go to; gone through once, however many workloads are wrong. */
export class WorkloadEnds {
  private readonly byId: ReadonlyMap<string, Device>;
  private readonly names = new Map<DeviceTrait, string[]>();

  constructor(private readonly devices: readonly Device[]) {
    this.byId = new Map(devices.map((device) => [device.id, device]));
  }

  /** Ends that are not there, cannot be ends, or are one. `path`: where the workload stands. */
  problems(workload: Workload, path: string): Problem[] {
    const strangers = (['from', 'to'] as const).flatMap((end) => {
      const { trait, name } = roles[end];
      const device = this.byId.get(workload[end]);
      if (device && hasTrait(device, trait)) return [];
      const problem = unknownName(`${path}.${end}`, workload[end], name, this.namesWith(trait));
      if (!device) return [problem];
      return [{ ...problem, what: `${JSON.stringify(device.id)} is ${deviceKind(device.kind).words.one}` }];
    });
    if (strangers.length > 0 || workload.from !== workload.to) return strangers;
    const what = `${JSON.stringify(workload.to)} is where it starts`;
    return [{ path: `${path}.to`, what, allowed: 'another device' }];
  }

  private namesWith(trait: DeviceTrait): string[] {
    const known = this.names.get(trait);
    if (known) return known;
    const names = this.devices.filter((device) => hasTrait(device, trait)).map(({ id }) => id);
    this.names.set(trait, names);
    return names;
  }
}
