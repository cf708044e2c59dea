import type { AnyStateMachine } from 'xstate';
import type { MachineDescription } from '../../shared/messages/messages';

/** What a table holds where a state does not react to an event. */
export const noTransition = 255;

/**
 * A flat XState machine as two dense tables, states x events: the next state, and the actions as bits.
 * What XState decides by an interpreter, this decides by one array read.
 */
export interface MachineTable {
  readonly states: readonly string[];
  readonly events: readonly string[];
  readonly actions: readonly string[];
  /** next[state * events.length + event], or `noTransition`. */
  readonly next: Uint8Array;
  /** Bit i: actions[i] is carried out. */
  readonly actionBits: Uint32Array;
}

interface Transition {
  readonly from: string;
  readonly event: string;
  readonly to: string;
  readonly actions: readonly string[];
}

/**
 * Compiles a machine. `states`, `events` and `actions` fix the numbers that the trace and the code use.
 * Throws on what a table cannot hold: guards, nested states, delayed or always transitions, unknown names.
 */
export function compileMachine(
  machine: AnyStateMachine,
  states: readonly string[],
  events: readonly string[],
  actions: readonly string[],
): MachineTable {
  if (actions.length > 31) throw new RangeError('a table holds at most 31 actions');
  const next = new Uint8Array(states.length * events.length).fill(noTransition);
  const actionBits = new Uint32Array(states.length * events.length);
  for (const transition of transitionsOf(machine)) {
    const cell =
      indexIn(states, transition.from, 'state') * events.length + indexIn(events, transition.event, 'event');
    next[cell] = indexIn(states, transition.to, 'state');
    for (const action of transition.actions)
      actionBits[cell] = (actionBits[cell] ?? 0) | (1 << indexIn(actions, action, 'action'));
  }
  return { states, events, actions, next, actionBits };
}

/** A machine as data that other processes draw. */
export function describeMachine(machine: AnyStateMachine): MachineDescription {
  return {
    id: machine.id,
    initial: machine.root.initial.target[0]?.key ?? '',
    states: Object.keys(machine.states),
    transitions: transitionsOf(machine).map(({ from, event, to }) => ({ from, event, to })),
  };
}

function transitionsOf(machine: AnyStateMachine): Transition[] {
  const found: Transition[] = [];
  for (const [from, node] of Object.entries(machine.states)) {
    if (Object.keys(node.states).length > 0 || (node.always?.length ?? 0) > 0)
      throw new TypeError(`state ${from}: a table holds flat states without always`);
    for (const [event, candidates] of Object.entries(node.on)) {
      const [only, ...others] = candidates;
      if (!only || others.length > 0 || only.guard)
        throw new TypeError(`${from} on ${event}: a table holds one transition without a guard`);
      found.push({
        from,
        event,
        to: only.target?.[0]?.key ?? from,
        actions: only.actions.map(actionName),
      });
    }
  }
  return found;
}

function actionName(action: unknown): string {
  if (typeof action === 'string') return action;
  if (typeof action === 'object' && action !== null && 'type' in action && typeof action.type === 'string')
    return action.type;
  throw new TypeError('a table holds named actions only');
}

function indexIn(names: readonly string[], name: string, what: string): number {
  const index = names.indexOf(name);
  if (index < 0) throw new TypeError(`unknown ${what} ${name}`);
  return index;
}
