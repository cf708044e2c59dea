import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { initialTransition, transition } from 'xstate';
import { noTransition, type MachineTable } from '../../kernel/machine-table';
import { quicConnectionMachine, quicTable } from './connection-machine';
import {
  receivingPartMachine,
  receivingPartTable,
  sendingPartMachine,
  sendingPartTable,
} from './stream-machines';

const machines: readonly [AnyStateMachine, MachineTable][] = [
  [quicConnectionMachine, quicTable],
  [sendingPartMachine, sendingPartTable],
  [receivingPartMachine, receivingPartTable],
];

test.each(machines)('$id: the compiled table and the XState interpreter agree', (machine, table) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...table.events), { maxLength: 30 }), (events) => {
      let [snapshot] = initialTransition(machine);
      let state = table.states.indexOf(String(snapshot.value));
      for (const type of events) {
        const [after, actions] = transition(machine, snapshot, { type });
        const cell = state * table.events.length + table.events.indexOf(type);
        const next = table.next[cell] ?? noTransition;
        if (next !== noTransition) state = next;
        expect(table.states[state]).toBe(after.value);
        const bits = next === noTransition ? 0 : (table.actionBits[cell] ?? 0);
        const names = table.actions.filter((_, bit) => bits & (1 << bit));
        expect(new Set(actions.map((action) => action.type))).toEqual(new Set(names));
        snapshot = after;
      }
    }),
    { numRuns: 200 },
  );
});

test.each(machines)('$id: every state is in the machine, and no other', (machine, table) => {
  expect(Object.keys(machine.states).sort()).toEqual([...table.states].sort());
});

test('from every state of a connection some sequence of events leads to CLOSED', () => {
  const closed = new Set([quicTable.states.indexOf('CLOSED')]);
  for (let round = 0; round < quicTable.states.length; round++)
    quicTable.next.forEach((to, cell) => {
      if (closed.has(to)) closed.add(Math.floor(cell / quicTable.events.length));
    });
  expect(closed.size).toBe(quicTable.states.length);
});
