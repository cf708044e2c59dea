import { describe, expect, it } from 'vitest';
import { RecordKind } from '../shared/trace/record';
import type { TraceReader } from '../shared/trace/trace-reader';
import { lineLab, runLab } from '../engine/world/testing/labs';
import { pictureMoment } from './picture-moment';

describe('pictureMoment', () => {
  it('is when the first request is half-way over the slowest link', () => {
    const { lab, trace } = runLab(lineLab({ first: { delay: '1ms' }, second: { delay: '60ms' } }));
    const moment = pictureMoment(lab, trace);
    expect(moment?.packet).toBeDefined();
    const packet = moment?.packet ?? 0;
    expect(trace.payloadBytes(packet)).toBeGreaterThan(0);
    const arrivals = recordsOf(trace, packet, RecordKind.linkArrive).map((seq) => trace.time(seq));
    const [near = 0, far = 0] = arrivals;
    expect(moment?.time).toBe(Math.round((near + far) / 2));
    expect(moment?.record).toBe(recordsOf(trace, packet, RecordKind.linkSend)[1]);
  });

  it('is that of the first packet where no data was sent', () => {
    const faults = [
      {
        kind: 'drop-packet' as const,
        link: 'near',
        from: 'client',
        // More than SYNs are repeated.
        nth: Array.from({ length: 20 }, (_, index) => index + 1),
      },
    ];
    const { lab, trace } = runLab(lineLab({ faults }));
    expect(pictureMoment(lab, trace)?.packet).toBe(0);
  });

  it('is none where nothing was sent', () => {
    const { lab, trace } = runLab({ ...lineLab(), workloads: [] });
    expect(pictureMoment(lab, trace)).toBeUndefined();
  });
});

function recordsOf(trace: TraceReader, packet: number, kind: number): number[] {
  const found: number[] = [];
  for (let seq = 0; seq < trace.records.length; seq++)
    if (trace.kind(seq) === kind && trace.packet(seq) === packet) found.push(seq);
  return found;
}
