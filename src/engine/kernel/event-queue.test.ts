import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from './event-queue';

test('events come in order of time, and among equals in the order of scheduling', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 300 }), (times) => {
      const queue = new EventQueue(1);
      times.forEach((time, order) => queue.push(time, 1, order, 0));
      const expected = times
        .map((time, order) => ({ time, order }))
        .sort((left, right) => left.time - right.time || left.order - right.order);
      const taken: { time: number; order: number }[] = [];
      while (queue.pop()) taken.push({ time: queue.time, order: queue.a });
      expect(taken).toEqual(expected);
    }),
  );
});

test('scheduling while events are taken keeps the order (hold model)', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 200 }), (increments) => {
      const queue = new EventQueue(4);
      for (let start = 0; start < 10; start++) queue.push(start, 0, start, 0);
      let last = -1;
      for (const increment of increments) {
        expect(queue.nextTime()).toBeGreaterThanOrEqual(last);
        queue.pop();
        last = queue.time;
        queue.push(queue.time + increment, 0, 0, 0);
      }
      expect(queue.size).toBe(10);
    }),
  );
});

test('an event carries its kind and both of its numbers', () => {
  const queue = new EventQueue();
  queue.push(5, 200, -1, 2 ** 31 - 1);
  expect(queue.pop()).toBe(true);
  expect([queue.time, queue.kind, queue.a, queue.b]).toEqual([5, 200, -1, 2 ** 31 - 1]);
  expect(queue.pop()).toBe(false);
  expect(queue.nextTime()).toBe(Infinity);
});
