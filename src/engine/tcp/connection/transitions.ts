import { tcpEvents } from '../../../shared/trace/record';
import { noTransition } from '../../kernel/machine-table';
import { tcpTable } from './connection-machine';

const events = tcpEvents.length;

/** The state after an event, or `noTransition`. */
export function nextState(state: number, event: number): number {
  return tcpTable.next[state * events + event] ?? noTransition;
}

/** The actions of a transition, as bits of `TcpAction`. */
export function actionsOf(state: number, event: number): number {
  return tcpTable.actionBits[state * events + event] ?? 0;
}
