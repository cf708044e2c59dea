import type { MachineDescription } from '../shared/messages';
import { describeMachine } from './kernel/machine-table';
import { tcpConnectionMachine } from './tcp/connection-machine';

/** The machines that a simulation runs, as data to draw. */
export function describeMachines(): MachineDescription[] {
  return [describeMachine(tcpConnectionMachine)];
}
