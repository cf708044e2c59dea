import { resolveLab } from '../src/shared/lab/lab';
import type { LabDocument } from '../src/shared/lab/document';
import { RecordKind } from '../src/shared/trace/record';
import type { Trace } from '../src/shared/trace/trace';
import { createSimulation } from '../src/engine/world/simulation';
import { bulk, churn, dumbbell } from './support/workloads';
import { processorMilliseconds, report, type Figure } from './support/measure';

/** Packet hops a second of the whole engine, trace recording on, over the workloads that ns-3 runs too. */

function hopsOf(trace: Trace): number {
  let hops = 0;
  for (let seq = 0; seq < trace.records.length; seq++)
    if (trace.kind(seq) === RecordKind.linkArrive) hops += 1;
  return hops;
}

function traceBytes(trace: Trace): number {
  const { records, packets, sackBlocks, quicItems } = trace;
  return records.length * 32 + packets.length * 64 + sackBlocks.length * 8 + quicItems.length * 32;
}

function runWorkload(name: string, document: LabDocument): Figure[] {
  const lab = resolveLab(document);
  const runs = Array.from({ length: 5 }, () => {
    const simulation = createSimulation(lab);
    const milliseconds = processorMilliseconds(() => {
      while (simulation.advance(Infinity, 16_384));
    });
    return { simulation, milliseconds };
  }).sort((left, right) => left.milliseconds - right.milliseconds);
  const median = runs[2];
  if (!median) return [];
  const { trace, now } = median.simulation;
  const hops = hopsOf(trace);
  return [
    { name: `${name}: packet hops`, value: hops, unit: 'hops' },
    {
      name: `${name}: thousand hops per second of processor`,
      value: hops / median.milliseconds,
      unit: 'k hops/s',
    },
    {
      name: `${name}: simulated seconds per second of processor`,
      value: now / 1e6 / median.milliseconds,
      unit: 's/s',
    },
    {
      name: `${name}: trace bytes a record (packets' rows included)`,
      value: traceBytes(trace) / trace.records.length,
      unit: 'B',
    },
  ];
}

report([
  ...runWorkload('bulk', bulk()),
  ...runWorkload('bulk over HTTP/2 and TLS', bulk('2')),
  ...runWorkload('bulk over HTTP/3 and QUIC', bulk('3')),
  ...runWorkload('dumbbell', dumbbell()),
  ...runWorkload('churn, TIME-WAIT 2 s', churn('2s')),
  ...runWorkload('churn, TIME-WAIT 30 s', churn('30s')),
]);
