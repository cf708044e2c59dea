import type { LabDocument, Link, TcpSettings, Workload } from '../../../shared/lab/document';
import { resolveLab } from '../../../shared/lab/lab';
import type { Simulation } from '../simulation';
import { createSimulation } from '../simulation';

/** Builders of small labs for tests. */

type LinkSettings = Partial<
  Pick<Link, 'bandwidth' | 'delay' | 'mtu' | 'queue' | 'impairments' | 'frameOverhead' | 'markAt'>
>;

export interface LineSettings {
  readonly first?: LinkSettings;
  readonly second?: LinkSettings;
  readonly client?: TcpSettings;
  readonly server?: TcpSettings;
  readonly size?: string;
  readonly think?: string;
  readonly maximumConnections?: number;
  readonly workload?: Partial<Workload>;
  readonly duration?: string;
  readonly seed?: number;
  readonly faults?: LabDocument['faults'];
}

/** client - router - server: 10 ms and 100 Mbps on each link, one request for a page of 10 kB. */
export function lineLab(settings: LineSettings = {}): LabDocument {
  const link = { bandwidth: '100Mbps', delay: '10ms' };
  const origin = { x: 0, y: 0 };
  return {
    version: 1,
    title: 'A line',
    seed: settings.seed ?? 1,
    duration: settings.duration ?? '100s',
    devices: [
      { id: 'client', kind: 'client', position: origin, tcp: settings.client ?? {} },
      { id: 'router', kind: 'router', position: origin },
      {
        id: 'server',
        kind: 'server',
        position: origin,
        tcp: settings.server ?? {},
        ...(settings.maximumConnections ? { maximumConnections: settings.maximumConnections } : {}),
        pages: [{ path: '/', size: settings.size ?? '10kB', think: settings.think ?? '0ms' }],
      },
    ],
    links: [
      { id: 'near', a: { device: 'client' }, b: { device: 'router' }, ...link, ...settings.first },
      { id: 'far', a: { device: 'router' }, b: { device: 'server' }, ...link, ...settings.second },
    ],
    workloads: [{ id: 'visit', kind: 'http-get', from: 'client', to: 'server', ...settings.workload }],
    faults: settings.faults ?? [],
  };
}

/** Runs a document to its end. */
export function runLab(document: LabDocument): Simulation {
  const simulation = createSimulation(resolveLab(document));
  simulation.advance(Infinity);
  return simulation;
}
