import { setup } from 'xstate';
import { quicEvents, quicStates } from '../../../shared/trace/quic';
import { compileMachine } from '../../kernel/machine-table';

/** What a transition makes the endpoint do, in this order. Bit i of a table's actions is entry i. */
export const quicActions = [
  'startHandshake',
  'announceEstablished',
  'confirmHandshake',
  'sendClose',
  'startClosing',
  'notifyClosed',
  'release',
] as const;

type QuicMachineEvent = { type: (typeof quicEvents)[number] };
const nothing = () => undefined;

const whileOpen = {
  CLOSE: { target: 'CLOSING', actions: ['sendClose', 'startClosing', 'notifyClosed'] },
  'PEER.CLOSE': { target: 'DRAINING', actions: ['startClosing', 'notifyClosed'] },
  // RFC 9000 section 10.1: the connection is silently closed.
  'TIMEOUT.IDLE': { target: 'CLOSED', actions: ['notifyClosed', 'release'] },
  ABORT: { target: 'CLOSED', actions: ['release'] },
} as const;

/**
 * A QUIC connection's life: the handshake as RFC 9001 section 4.1 counts it (complete, then confirmed), and the ways
 * to its end of RFC 9000 section 10. `ABORT`: the host is gone.
 */
export const quicConnectionMachine = setup({
  types: { events: {} as QuicMachineEvent },
  actions: {
    startHandshake: nothing,
    announceEstablished: nothing,
    confirmHandshake: nothing,
    sendClose: nothing,
    startClosing: nothing,
    notifyClosed: nothing,
    release: nothing,
  },
}).createMachine({
  id: 'QUIC connection',
  initial: 'IDLE',
  states: {
    IDLE: {
      on: {
        OPEN: { target: 'HANDSHAKING', actions: ['startHandshake'] },
        ACCEPT: { target: 'HANDSHAKING', actions: ['startHandshake'] },
      },
    },
    HANDSHAKING: {
      on: {
        ...whileOpen,
        'HANDSHAKE.COMPLETE': { target: 'ESTABLISHED', actions: ['announceEstablished'] },
      },
    },
    ESTABLISHED: {
      on: {
        ...whileOpen,
        'HANDSHAKE.CONFIRMED': { target: 'CONFIRMED', actions: ['confirmHandshake'] },
      },
    },
    CONFIRMED: { on: whileOpen },
    CLOSING: {
      on: {
        // RFC 9000 section 10.2.2: who was told that the peer is closing too may drain.
        'PEER.CLOSE': { target: 'DRAINING' },
        'TIMEOUT.CLOSE': { target: 'CLOSED', actions: ['release'] },
        ABORT: { target: 'CLOSED', actions: ['release'] },
      },
    },
    DRAINING: {
      on: {
        'TIMEOUT.CLOSE': { target: 'CLOSED', actions: ['release'] },
        ABORT: { target: 'CLOSED', actions: ['release'] },
      },
    },
    CLOSED: {},
  },
});

/** The machine as the endpoint runs it. */
export const quicTable = compileMachine(quicConnectionMachine, quicStates, quicEvents, quicActions);

/** States by number, for code that asks which one a connection is in. */
export const QuicState = {
  idle: 0,
  handshaking: 1,
  established: 2,
  confirmed: 3,
  closing: 4,
  draining: 5,
  closed: 6,
} as const;

/** Events by number. */
export const QuicEvent = {
  open: 0,
  accept: 1,
  handshakeComplete: 2,
  handshakeConfirmed: 3,
  close: 4,
  peerClose: 5,
  idleTimeout: 6,
  closeTimeout: 7,
  abort: 8,
} as const;

/** Actions by bit. */
export const QuicAction = {
  startHandshake: 1 << 0,
  announceEstablished: 1 << 1,
  confirmHandshake: 1 << 2,
  sendClose: 1 << 3,
  startClosing: 1 << 4,
  notifyClosed: 1 << 5,
  release: 1 << 6,
} as const;
