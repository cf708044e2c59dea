import { LinkDirection } from '../link/link-direction';
import { Routes } from '../ip/routes';
import { createNode } from '../node/factories';
import type { Node } from '../node/node';
import type { RunState } from './run-state';

/** A lab's links and the nodes at their ends, joined. */
export class Network {
  readonly routes: Routes;
  /** By number: a link's index times two, and one more for that from its end b. */
  readonly directions: readonly LinkDirection[];
  /** By device. */
  readonly nodes: readonly Node[];

  constructor(run: RunState) {
    const { lab, events, writer } = run;
    const routes = new Routes(lab);
    this.routes = routes;
    /** By link direction: the node at its far end. */
    const receivers: Node[] = [];
    const onArrival = (direction: number, packet: number, timeToLive: number, arrival: number) =>
      receivers[direction]?.arrive(packet, timeToLive, arrival, direction);
    this.directions = lab.links.flatMap((link) =>
      [0, 1].map((end) => new LinkDirection(link.index * 2 + end, link, lab.seed, events, writer, onArrival)),
    );
    const environment = {
      ...run.shared(),
      routes,
      links: this.directions,
    };
    const nodes = lab.devices.map((device) => createNode(device, environment));
    this.nodes = nodes;
    for (const { devices } of lab.links)
      for (const end of [devices[1], devices[0]]) receivers.push(nodes[end] as Node);
  }
}
