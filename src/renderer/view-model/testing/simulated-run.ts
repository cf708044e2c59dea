import { createSimulation } from '../../../engine/world/simulation';
import type { LabDocument } from '../../../shared/lab/document';
import { resolveLab } from '../../../shared/lab/lab';
import { StateSeeker } from '../../../shared/trace/fold/state-seeker';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import type { RecordKind } from '../../../shared/trace/record';
import { PacketLabels } from '../labels/packet-labels';
import { positionAt } from '../run/position';
import type { SentenceSource } from '../sentences/sentence-source';
import { RunIndex } from '../run/run-index';
import { RunTopology } from '../run/run-topology';

/** A lab run to its end by the engine, with all that panels read from. */
export class SimulatedRun {
  readonly source: SentenceSource;

  constructor(document: LabDocument) {
    const lab = resolveLab(document);
    const simulation = createSimulation(lab);
    simulation.advance(Infinity);
    const { trace } = simulation;
    const topology = new RunTopology(lab);
    const index = new RunIndex(trace, topology);
    index.update();
    this.source = { trace, topology, index, labels: new PacketLabels(trace, index, lab) };
  }

  /** The packets, in the order of the list. */
  get packets(): number[] {
    const { index } = this.source;
    return Array.from({ length: index.rows.length }, (_, row) => index.packetAt(row));
  }

  /** The records of a kind, in order. */
  records(kind: RecordKind): number[] {
    const { trace } = this.source;
    return Array.from({ length: trace.records.length }, (_, record) => record).filter(
      (record) => trace.kind(record) === kind,
    );
  }

  /** The state at a time, nanoseconds. */
  stateAt(time: number): LabState {
    const { trace } = this.source;
    return new StateSeeker(trace).at(positionAt(trace, time).records);
  }
}

interface PageSettings {
  readonly http: '1.1' | '2' | '3';
  /** Without: TLS 1.3 where the version of HTTP asks for it, else none. */
  readonly tls?: '1.2' | '1.3';
  readonly paths?: readonly string[];
  readonly size?: string;
  /** Byte of the last path's response that is lost once. */
  readonly losesByte?: number;
}

/** A page over 50 ms one way, of one or more paths. */
export function pageLab({
  http,
  tls,
  paths = ['/a', '/b'],
  size = '3kB',
  losesByte,
}: PageSettings): LabDocument {
  const path = paths.at(-1) ?? '/';
  return {
    version: 1,
    title: 'A page',
    seed: 1,
    duration: '20s',
    devices: [
      { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
      {
        id: 'server',
        kind: 'server',
        position: { x: 480, y: 0 },
        pages: paths.map((one) => ({ path: one, size })),
      },
    ],
    links: [
      { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '20Mbps', delay: '50ms' },
    ],
    workloads: [
      {
        id: 'visit',
        kind: 'page-load',
        from: 'client',
        to: 'server',
        paths: [...paths],
        http,
        ...(tls && { tls }),
      },
    ],
    ...(losesByte !== undefined && {
      faults: [
        {
          kind: 'drop-response' as const,
          link: 'link',
          from: 'server',
          workload: 'visit',
          path,
          byte: losesByte,
        },
      ],
    }),
  };
}

/** A call of a few frames over UDP or TCP. */
export function callLab(over: 'udp' | 'tcp'): LabDocument {
  return {
    ...pageLab({ http: '1.1' }),
    title: 'A call',
    workloads: [
      {
        id: 'call',
        kind: 'media',
        from: 'client',
        to: 'server',
        over,
        interval: '20ms',
        frameSize: '1200B',
        count: 5,
      },
    ],
  };
}
