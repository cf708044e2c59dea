import type { MachineDescription } from '../../shared/messages/messages';
import { describeMachine } from '../kernel/machine-table';
import { quicConnectionMachine } from '../quic/connection/connection-machine';
import { receivingPartMachine, sendingPartMachine } from '../quic/connection/stream-machines';
import { http2StreamMachine } from '../http/http2/stream-machine';
import { tcpConnectionMachine } from '../tcp/connection/connection-machine';

/** The machines that a simulation runs, as data to draw. */
export function describeMachines(): MachineDescription[] {
  return [
    tcpConnectionMachine,
    quicConnectionMachine,
    sendingPartMachine,
    receivingPartMachine,
    http2StreamMachine,
  ].map(describeMachine);
}
