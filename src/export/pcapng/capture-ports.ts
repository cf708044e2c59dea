import type { Lab, LabDevice, LabPort } from '../../shared/lab/lab';

/** A device's port at which frames are captured. */
export interface CapturePort {
  /** `server:eth0`. */
  readonly name: string;
  readonly device: LabDevice;
  readonly port: LabPort;
}

/** Somebody asked for a capture where there is nothing to capture. */
export class UnknownCapturePoint extends Error {
  override readonly name = 'UnknownCapturePoint';
  constructor(
    readonly asked: string,
    /** Every device and port that there is. */
    readonly allowed: readonly string[],
  ) {
    super(`nothing to capture is called ${JSON.stringify(asked)}; there are: ${allowed.join(', ')}`);
  }
}

function portsOf(device: LabDevice): CapturePort[] {
  return device.ports.map((port) => ({ name: `${device.id}:${port.name}`, device, port }));
}

/** Every name that may be asked for: each device, then its ports, in document order. */
export function capturePointNames(lab: Lab): string[] {
  return lab.devices.flatMap((device) => [device.id, ...portsOf(device).map((port) => port.name)]);
}

/**
 * The ports to capture at, in document order: all, or those of the devices (`server`) and the ports (`server:eth0`)
 * that were asked for. Throws UnknownCapturePoint, which lists what there is.
 */
export function capturePorts(lab: Lab, asked: readonly string[] = []): CapturePort[] {
  const names = capturePointNames(lab);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UnknownCapturePoint(unknown, names);
  const wanted = new Set(asked);
  return lab.devices
    .flatMap(portsOf)
    .filter(({ name, device }) => wanted.size === 0 || wanted.has(name) || wanted.has(device.id));
}
