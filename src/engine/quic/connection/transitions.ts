import { noTransition, type MachineTable } from '../../kernel/machine-table';

/** The state after an event, or `noTransition`. */
export function nextState(table: MachineTable, state: number, event: number): number {
  return table.next[state * table.events.length + event] ?? noTransition;
}

/** The actions of a transition, as bits. */
export function actionsOf(table: MachineTable, state: number, event: number): number {
  return table.actionBits[state * table.events.length + event] ?? 0;
}
