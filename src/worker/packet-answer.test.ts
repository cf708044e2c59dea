import { describe, expect, it } from 'vitest';
import type { Dissection } from '../shared/dissection';
import { RecordKind } from '../shared/trace/record';
import { lineLab, runLab } from '../engine/world/testing/labs';
import { bytesOf } from '../bytes/testing/bytes-of';
import { answerPacket } from './packet-answer';

const { trace } = runLab(lineLab({ faults: [{ kind: 'cut-link', link: 'far', at: '5ms' }] }));
const source = bytesOf(trace);

function firstOf(kind: number): number {
  for (let seq = 0; seq < trace.records.length; seq++) if (trace.kind(seq) === kind) return seq;
  throw new RangeError('no such record');
}

function timeToLive(answer: Dissection | undefined): string | undefined {
  const fields = answer?.layers.find((layer) => layer.layer === 3)?.fields;
  return fields?.find((field) => field.name === 'Time to Live')?.value;
}

describe('answerPacket', () => {
  it('gives bytes and layers, outermost first', () => {
    const answer = answerPacket(source, 0, undefined);
    expect(answer?.layers.map((layer) => layer.layer)).toEqual([1, 2, 3, 4]);
    expect(answer?.bytes.length).toBe(trace.frameBytes(0));
  });

  it('knows no packet that was never sent', () => {
    expect(answerPacket(source, trace.packets.length, undefined)).toBeUndefined();
  });

  it('has the TTL of its sender on the first link', () => {
    expect(timeToLive(answerPacket(source, 0, firstOf(RecordKind.linkSend)))).toBe('64');
  });

  it('has one less behind the router, where it was lost (RFC 791 section 3.2)', () => {
    const drop = firstOf(RecordKind.linkDrop);
    expect(timeToLive(answerPacket(source, trace.packet(drop), drop))).toBe('63');
  });

  it('is as first sent at records of other packets, of other kinds, or none', () => {
    const firstSend = firstOf(RecordKind.linkSend);
    const [other, ofTcp, none] = [
      answerPacket(source, 1, firstSend),
      answerPacket(source, 0, firstOf(RecordKind.tcpSend)),
      answerPacket(source, 0, trace.records.length),
    ];
    expect([other, ofTcp, none].map(timeToLive)).toEqual(['64', '64', '64']);
    expect(other?.packet).toBe(1);
  });
});
