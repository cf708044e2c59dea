import type { DeviceKind } from '../../shared/devices/device';
import type { LabDevice } from '../../shared/lab/lab';
import { DeviceNode } from './device-node';
import type { Node, NodeEnvironment } from './node';

/** Makes the nodes of one kind of device. */
export type NodeFactory<Kind extends DeviceKind> = (
  device: Extract<LabDevice, { kind: Kind }>,
  environment: NodeEnvironment,
) => Node;

/** The kinds that behave as no mix of traits does, and the nodes that do. All others are what their traits make of them. */
const ownBehaviour: { readonly [Kind in DeviceKind]?: NodeFactory<Kind> } = {};

/** A device's node, joined to the run. */
export function createNode(device: LabDevice, environment: NodeEnvironment): Node {
  // The entry of a kind takes the devices of that kind.
  const make = ownBehaviour[device.kind] as NodeFactory<DeviceKind> | undefined;
  return make ? make(device, environment) : new DeviceNode(device, environment);
}
