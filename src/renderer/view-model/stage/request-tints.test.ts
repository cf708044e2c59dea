import { expect, it } from 'vitest';
import { none, RecordKind } from '../../../shared/trace/record';
import { TcpFlag } from '../../../shared/trace/packet';
import { protocolClasses } from '../picture/stage-picture';
import { requestColours } from '../run/request-colours';
import { ScriptedRun } from '../testing/scripted-run';
import { back, client, seoulLab, server } from '../testing/visit';
import { RequestTints, requestTint } from './request-tints';

/** Two responses on one connection, 1000 bytes each, and a segment that holds some of both. */
function twoResponses() {
  const run = new ScriptedRun(seoulLab());
  const row = { devices: [client, server], addresses: [1, 2], ports: [40_000, 80] } as const;
  const connection = run.connection(row);
  for (const request of [7, 8]) run.at(0, RecordKind.appStart, { a: request, b: 0 });
  const segment = (sequence: number, payload: number) =>
    run.segment({ time: 1, connection, end: 1, flags: TcpFlag.ack, sequence, payload, reason: 5, path: back })
      .packet;
  const packets = [segment(1, 600), segment(601, 600), segment(1201, 800), segment(2001, 0)];
  const trace = run.build();
  for (const [index, request] of [7, 8].entries()) {
    const at = { connection, end: 1, stream: 0, offset: index * 1000, length: 1000 } as const;
    trace.contents.push({ ...at, literal: none, request });
  }
  const tints = new RequestTints(trace);
  tints.update();
  return packets.map((packet) => tints.tintOf(packet));
}

it('tints a packet by the request that most of its bytes belong to, in the order of requests', () => {
  expect(twoResponses().slice(0, 3)).toEqual([requestTint(0), requestTint(0), requestTint(1)]);
});

it('leaves a packet that carries none of any', () => {
  expect(protocolClasses[twoResponses()[3] ?? -1]).toBe('other');
});

it('has a colour behind the protocol classes for every request', () => {
  expect(requestTint(0)).toBe(protocolClasses.length);
  expect(requestTint(requestColours.length + 1)).toBe(requestTint(1));
});
