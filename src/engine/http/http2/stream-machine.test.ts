import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { http2Events, http2States } from '../../../shared/trace/record';
import { noTransition } from '../../kernel/machine-table';
import { http2StreamMachine, http2StreamTable } from './stream-machine';

test('the compiled table and the XState interpreter agree over random event sequences', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...http2Events), { maxLength: 12 }), (events) => {
      let [snapshot] = initialTransition(http2StreamMachine);
      let state = http2States.indexOf('idle');
      for (const type of events) {
        const [after, actions] = transition(http2StreamMachine, snapshot, { type });
        const cell = state * http2Events.length + http2Events.indexOf(type);
        const next = http2StreamTable.next[cell] ?? noTransition;
        if (next !== noTransition) state = next;
        expect(http2States[state]).toBe(after.value);
        const bits = next === noTransition ? 0 : (http2StreamTable.actionBits[cell] ?? 0);
        const names = http2StreamTable.actions.filter((_, bit) => bits & (1 << bit));
        expect(actions.map((action) => action.type)).toEqual(names);
        snapshot = after;
      }
    }),
    { numRuns: 500 },
  );
});

test('the states are those of RFC 9113 section 5.1, and all but closed lead to closed', () => {
  expect(Object.keys(http2StreamMachine.states).sort()).toEqual([...http2States].sort());
  const closed = new Set([http2States.indexOf('closed')]);
  for (const _ of http2States)
    http2States.forEach((_state, from) => {
      http2Events.forEach((_event, event) => {
        if (closed.has(http2StreamTable.next[from * http2Events.length + event] ?? noTransition))
          closed.add(from);
      });
    });
  expect(closed.size).toBe(http2States.length);
});
