import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EphemeralPorts } from './ephemeral-ports';
import { FourTupleTable } from './four-tuple-table';

test('the table behaves as a map of four-tuples under any sequence of changes', () => {
  const operation = fc.record({
    port: fc.integer({ min: 1, max: 40 }),
    remote: fc.integer({ min: 0, max: 3 }),
    remove: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 400 }), (operations) => {
      const table = new FourTupleTable(4);
      const model = new Map<string, number>();
      operations.forEach(({ port, remote, remove }, value) => {
        const key = `${port} ${remote}`;
        if (remove) {
          table.delete(0x0a000001, port, remote, 80);
          model.delete(key);
        } else {
          table.set(0x0a000001, port, remote, 80, value);
          model.set(key, value);
        }
      });
      expect(table.size).toBe(model.size);
      for (let port = 1; port <= 40; port++)
        for (let remote = 0; remote <= 3; remote++)
          expect(table.find(0x0a000001, port, remote, 80)).toBe(model.get(`${port} ${remote}`) ?? -1);
    }),
  );
});

test('ephemeral ports are handed out per destination until none is left', () => {
  const ports = new EphemeralPorts(100, 102);
  const taken = new Set<number>();
  const take = (remote: number) => ports.take(1, remote, 80, (port) => taken.has(port * 10 + remote));
  for (const expected of [100, 101, 102]) {
    const port = take(2);
    expect(port).toBe(expected);
    taken.add(port * 10 + 2);
  }
  expect(take(2)).toBe(-1);
  expect(take(3)).toBe(100);
  ports.release(1, 2, 80);
  taken.delete(1012);
  expect(take(2)).toBe(101);
});
