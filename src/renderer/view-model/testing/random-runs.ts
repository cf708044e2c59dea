import * as fc from 'fast-check';
import { TcpFlag } from '../../../shared/trace/packet';
import { RecordKind, SegmentReason } from '../../../shared/trace/record';
import { ScriptedRun } from './scripted-run';
import { back, client, seoulLab, server, stateChange, there } from './visit';

const segment = fc.record({
  time: fc.integer({ min: 0, max: 2e9 }),
  end: fc.constantFrom(0 as const, 1 as const),
  flags: fc.constantFrom(TcpFlag.syn, TcpFlag.ack, TcpFlag.ack | TcpFlag.psh, TcpFlag.fin | TcpFlag.ack),
  payload: fc.integer({ min: 0, max: 1460 }),
  lostOn: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined, freq: 4 }),
  wait: fc.integer({ min: 0, max: 1e6 }),
});

const happening = fc.record({
  time: fc.integer({ min: 0, max: 2e9 }),
  kind: fc.constantFrom(RecordKind.tcpTimer, RecordKind.tcpState, RecordKind.appStart, RecordKind.linkCut),
  device: fc.constantFrom(client, server),
});

/** Runs that no protocol would make: segments and other records at any time, many of them at the same one. */
export const randomRuns = fc
  .record({
    segments: fc.array(segment, { maxLength: 12 }),
    happenings: fc.array(happening, { maxLength: 12 }),
    grain: fc.constantFrom(1, 1e8),
  })
  .map(({ segments, happenings, grain }) => {
    const run = new ScriptedRun(seoulLab());
    const coarse = (time: number) => Math.floor(time / grain) * grain;
    const connection = run.connection({
      devices: [client, server],
      addresses: [
        run.lab.devices[client]?.ports[0]?.address ?? 0,
        run.lab.devices[server]?.ports[0]?.address ?? 0,
      ],
      ports: [32768, 80],
    });
    run.at(0, RecordKind.runStart);
    for (const script of segments)
      run.segment({
        ...script,
        time: coarse(script.time),
        connection,
        reason: SegmentReason.data,
        path: script.end === 0 ? there : back,
      });
    for (const { time, kind, device } of happenings) {
      const fields = kind === RecordKind.tcpState ? stateChange('LISTEN', 'ESTABLISHED', 'SEND') : {};
      const place = kind === RecordKind.linkCut ? 0 : device;
      run.at(coarse(time), kind, { ...fields, place, connection });
    }
    run.at(3e9, RecordKind.runEnd);
    return run.indexed();
  });
