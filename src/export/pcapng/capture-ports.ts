import { isServing, type Lab, type LabDevice, type LabPort } from '../../shared/lab/lab';

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

/** Asks for every port of the lab. No device can be called so. */
export const everyPort = '*';

/** Every name that may be asked for: each device, then its ports, in document order; at last `*`, every port. */
export function capturePointNames(lab: Lab): string[] {
  const names = lab.devices.flatMap((device) => [device.id, ...portsOf(device).map((port) => port.name)]);
  return [...names, everyPort];
}

/**
 * The ports to capture at, in document order: those of the devices (`server`) and the ports (`server:eth0`) asked for.
 * When nothing is asked for, the servers' (all, where there is no server): each packet is in the file once, as in a
 * capture taken on a server. A reader that sees one packet at several ports takes it for a retransmission.
 * Throws UnknownCapturePoint, which lists what there is.
 */
export function capturePorts(lab: Lab, asked: readonly string[] = []): CapturePort[] {
  const names = capturePointNames(lab);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UnknownCapturePoint(unknown, names);
  const ports = lab.devices.flatMap(portsOf);
  if (asked.includes(everyPort)) return ports;
  if (asked.length > 0)
    return ports.filter(({ name, device }) => asked.includes(name) || asked.includes(device.id));
  const servers = ports.filter(({ device }) => isServing(device));
  return servers.length > 0 ? servers : ports;
}

/**
 * Whether a packet can stand in the file more than once: captured at both ends of a link, at both ends of its way, or
 * where it comes into a device and where it leaves it.
 */
function capturesTwice(lab: Lab, ports: readonly CapturePort[]): boolean {
  const links = new Set<number>();
  const devices = new Set<number>();
  const ends = new Set(lab.workloads.flatMap(({ from, to }) => [from, to]));
  for (const { port, device } of ports) {
    if (links.has(port.link) || (devices.has(device.index) && !ends.has(device.index))) return true;
    links.add(port.link);
    devices.add(device.index);
  }
  return lab.workloads.some(({ from, to }) => devices.has(from) && devices.has(to));
}

/** How to read a capture in which packets stand several times; undefined where none can. One sentence. */
export function captureAdvice(lab: Lab, asked: readonly string[] = []): string | undefined {
  const ports = capturePorts(lab, asked);
  if (!capturesTwice(lab, ports)) return undefined;
  return (
    'a packet stands in this capture once for each port that it passes, which a reader takes for retransmissions: ' +
    `look at one port at a time, as with the filter frame.interface_name == "${ports[0]?.name ?? ''}"`
  );
}
