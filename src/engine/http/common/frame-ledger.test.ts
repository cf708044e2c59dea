import { expect, test } from 'vitest';
import { FrameLedger } from './frame-ledger';

test('a frame is there once its last byte is, and once only', () => {
  const ledger = new FrameLedger<string>();
  ledger.queue(3, 0, 4).push(10, 'first');
  ledger.queue(3, 0, 4).push(25, 'second');
  const reader = ledger.queue(3, 0, 4);
  expect(reader.take(9)).toBeUndefined();
  expect(reader.take(24)).toBe('first');
  expect(reader.take(24)).toBeUndefined();
  expect(reader.take(25)).toBe('second');
  expect(reader.take(Infinity)).toBeUndefined();
});

test('many frames come in the order written', () => {
  const queue = new FrameLedger<number>().queue(0, 1);
  for (let frame = 0; frame < 1000; frame += 1) queue.push(frame + 1, frame);
  for (let frame = 0; frame < 1000; frame += 1) expect(queue.take(frame + 1)).toBe(frame);
});

test('the ends and the streams of a connection are kept apart, and forgotten by those who do not hold them', () => {
  const ledger = new FrameLedger<string>();
  const held = ledger.queue(0, 0, 8);
  held.push(1, 'request');
  expect(ledger.queue(0, 1, 8).take(1)).toBeUndefined();
  expect(ledger.queue(0, 0, 4).take(1)).toBeUndefined();
  ledger.forgetStream(0, 8);
  expect(ledger.queue(0, 0, 8).take(1)).toBeUndefined();
  expect(held.take(1)).toBe('request');
});
