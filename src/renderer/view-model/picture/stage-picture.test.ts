import { describe, expect, it } from 'vitest';
import {
  createStageFrames,
  emptyPicture,
  protocolClasses,
  protocolClassesPresent,
  reserveFrames,
} from './stage-picture';

describe('columns of frames', () => {
  it('keep what they hold when they grow', () => {
    const frames = createStageFrames(2);
    frames.head[1] = 0.5;
    frames.packet[1] = 70_000;
    reserveFrames(frames, 3);
    expect(frames.head.length).toBeGreaterThanOrEqual(3);
    expect([frames.head[1], frames.packet[1]]).toEqual([0.5, 70_000]);
  });

  it('stay the same arrays while there is room', () => {
    const frames = createStageFrames(8);
    const { head } = frames;
    reserveFrames(frames, 8);
    expect(frames.head).toBe(head);
  });
});

describe('the classes that a legend names', () => {
  it('are those of frames within the count, and of losses', () => {
    const frames = createStageFrames(4);
    frames.tint.set([0, 2, 5]);
    frames.count = 2;
    const place = { device: 'router' };
    const drop = { place, label: '', reason: '', tint: 6, age: 0, packet: 0, record: 0 };
    const present = protocolClassesPresent({ ...emptyPicture(), frames, drops: [drop] });
    const names = protocolClasses.filter((_, index) => present & (1 << index));
    expect(names).toEqual(['tcp-handshake', 'http-request', 'retransmission']);
  });
});
