import { setup } from 'xstate';
import {
  quicReceiveEvents,
  quicReceiveStates,
  quicSendEvents,
  quicSendStates,
} from '../../../shared/trace/quic';
import { compileMachine } from '../../kernel/machine-table';

const nothing = () => undefined;

/** `release`: this part of the stream is over, and the stream too where the other part is. */
export const streamActions = ['release'] as const;
export const StreamAction = { release: 1 << 0 } as const;

/** The sending part of a stream, RFC 9000 section 3.1 (figure 2). */
export const sendingPartMachine = setup({
  types: { events: {} as { type: (typeof quicSendEvents)[number] } },
  actions: { release: nothing },
}).createMachine({
  id: 'QUIC stream, sending part',
  initial: 'Ready',
  states: {
    Ready: {
      on: { SEND: { target: 'Send' }, 'SEND.FIN': { target: 'Data Sent' }, RESET: { target: 'Reset Sent' } },
    },
    Send: { on: { 'SEND.FIN': { target: 'Data Sent' }, RESET: { target: 'Reset Sent' } } },
    'Data Sent': {
      on: { 'ACKED.ALL': { target: 'Data Recvd', actions: ['release'] }, RESET: { target: 'Reset Sent' } },
    },
    'Reset Sent': { on: { 'ACKED.RESET': { target: 'Reset Recvd', actions: ['release'] } } },
    'Data Recvd': {},
    'Reset Recvd': {},
  },
});

/** The receiving part of a stream, RFC 9000 section 3.2 (figure 3). */
export const receivingPartMachine = setup({
  types: { events: {} as { type: (typeof quicReceiveEvents)[number] } },
  actions: { release: nothing },
}).createMachine({
  id: 'QUIC stream, receiving part',
  initial: 'Recv',
  states: {
    Recv: { on: { 'RECEIVED.FIN': { target: 'Size Known' }, 'RECEIVED.RESET': { target: 'Reset Recvd' } } },
    'Size Known': {
      on: { 'RECEIVED.ALL': { target: 'Data Recvd' }, 'RECEIVED.RESET': { target: 'Reset Recvd' } },
    },
    // RFC 9000 section 3.2: a reset that comes when all data is there already may be ignored.
    'Data Recvd': { on: { 'READ.ALL': { target: 'Data Read', actions: ['release'] } } },
    'Reset Recvd': { on: { 'READ.RESET': { target: 'Reset Read', actions: ['release'] } } },
    'Data Read': {},
    'Reset Read': {},
  },
});

/** The machines as streams run them. */
export const sendingPartTable = compileMachine(
  sendingPartMachine,
  quicSendStates,
  quicSendEvents,
  streamActions,
);
export const receivingPartTable = compileMachine(
  receivingPartMachine,
  quicReceiveStates,
  quicReceiveEvents,
  streamActions,
);

/** States and events by number. */
export const SendState = {
  ready: 0,
  send: 1,
  dataSent: 2,
  resetSent: 3,
  dataReceived: 4,
  resetReceived: 5,
} as const;
export const SendEvent = { send: 0, fin: 1, reset: 2, acknowledgedAll: 3, acknowledgedReset: 4 } as const;
export const ReceiveState = {
  receive: 0,
  sizeKnown: 1,
  dataReceived: 2,
  resetReceived: 3,
  dataRead: 4,
  resetRead: 5,
} as const;
export const ReceiveEvent = { fin: 0, all: 1, reset: 2, readAll: 3, readReset: 4 } as const;
