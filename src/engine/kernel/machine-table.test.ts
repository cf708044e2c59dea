import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialTransition, setup, transition } from 'xstate';
import { tcpEvents, tcpStates } from '../../shared/trace/record';
import { tcpActions, tcpConnectionMachine, tcpTable } from '../tcp/connection/connection-machine';
import { compileMachine, describeMachine, noTransition } from './machine-table';

const anyEvents = fc.array(fc.constantFrom(...tcpEvents), { maxLength: 40 });

test('the compiled table and the XState interpreter agree over random event sequences', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      let [snapshot] = initialTransition(tcpConnectionMachine);
      let state = tcpStates.indexOf('CLOSED');
      for (const type of events) {
        const [after, actions] = transition(tcpConnectionMachine, snapshot, { type });
        const cell = state * tcpEvents.length + tcpEvents.indexOf(type);
        const next = tcpTable.next[cell] ?? noTransition;
        if (next !== noTransition) state = next;
        expect(tcpStates[state]).toBe(after.value);
        const bits = next === noTransition ? 0 : (tcpTable.actionBits[cell] ?? 0);
        const names = tcpActions.filter((_, bit) => bits & (1 << bit));
        expect(new Set(actions.map((action) => action.type))).toEqual(new Set(names));
        snapshot = after;
      }
    }),
    { numRuns: 300 },
  );
});

test('every state of RFC 9293 is in the machine, and no other', () => {
  expect(Object.keys(tcpConnectionMachine.states).sort()).toEqual([...tcpStates].sort());
  expect(tcpStates).toHaveLength(11);
});

test('from every state some sequence of events leads to CLOSED', () => {
  const closed = new Set([0]);
  for (let round = 0; round < tcpStates.length; round++)
    for (let state = 0; state < tcpStates.length; state++)
      for (let event = 0; event < tcpEvents.length; event++)
        if (closed.has(tcpTable.next[state * tcpEvents.length + event] ?? noTransition)) closed.add(state);
  expect(closed.size).toBe(tcpStates.length);
});

test('a machine that a table cannot hold is refused', () => {
  const guarded = setup({ guards: { maybe: () => true } }).createMachine({
    initial: 'A',
    states: { A: { on: { GO: { target: 'B', guard: 'maybe' } } }, B: {} },
  });
  expect(() => compileMachine(guarded, ['A', 'B'], ['GO'], [])).toThrow(/without a guard/);
});

test('the description lists what the machine has', () => {
  const described = describeMachine(tcpConnectionMachine);
  expect(described.initial).toBe('CLOSED');
  expect(described.states).toContain('SYN-SENT');
  expect(described.transitions).toContainEqual({ from: 'CLOSED', event: 'OPEN.ACTIVE', to: 'SYN-SENT' });
});
