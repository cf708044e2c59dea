import { setup } from 'xstate';
import { tcpEvents, tcpStates, type TcpEventName } from '../../../shared/trace/record';
import { compileMachine } from '../../kernel/machine-table';

/** What a transition makes the endpoint do, in this order. Bit i of a table's actions is entry i. */
export const tcpActions = [
  'sendSyn',
  'sendSynAck',
  'sendAcknowledgement',
  'sendFin',
  'sendReset',
  'notifyOpen',
  'notifyEnd',
  'notifyRefused',
  'notifyReset',
  'notifyTimedOut',
  'startFinWait2',
  'startTimeWait',
  'release',
] as const;

type TcpMachineEvent = { type: TcpEventName };
const nothing = () => undefined;

/**
 * The connection states of RFC 9293 section 3.3.2 (figure 5), with the guards of its event processing
 * (section 3.10) turned into event names: `SEGMENT.ACK-OF-FIN` is an ACK that covers our FIN.
 * The endpoint runs the table compiled from this machine; the state chart is drawn from it.
 */
export const tcpConnectionMachine = setup({
  types: { events: {} as TcpMachineEvent },
  actions: {
    sendSyn: nothing,
    sendSynAck: nothing,
    sendAcknowledgement: nothing,
    sendFin: nothing,
    sendReset: nothing,
    startFinWait2: nothing,
    startTimeWait: nothing,
    notifyOpen: nothing,
    notifyEnd: nothing,
    notifyRefused: nothing,
    notifyReset: nothing,
    notifyTimedOut: nothing,
    release: nothing,
  },
}).createMachine({
  id: 'TCP connection',
  initial: 'CLOSED',
  states: {
    CLOSED: {
      on: {
        'OPEN.ACTIVE': { target: 'SYN-SENT', actions: ['sendSyn'] },
        'OPEN.PASSIVE': { target: 'LISTEN' },
      },
    },
    LISTEN: {
      on: {
        SEND: { target: 'SYN-SENT', actions: ['sendSyn'] },
        CLOSE: { target: 'CLOSED', actions: ['release'] },
        ABORT: { target: 'CLOSED', actions: ['release'] },
        'SEGMENT.SYN': { target: 'SYN-RECEIVED', actions: ['sendSynAck'] },
      },
    },
    'SYN-SENT': {
      on: {
        CLOSE: { target: 'CLOSED', actions: ['release'] },
        ABORT: { target: 'CLOSED', actions: ['release'] },
        // RFC 9293 section 3.5, figure 7: simultaneous open.
        'SEGMENT.SYN': { target: 'SYN-RECEIVED', actions: ['sendSynAck'] },
        'SEGMENT.SYN-ACK': { target: 'ESTABLISHED', actions: ['sendAcknowledgement', 'notifyOpen'] },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['notifyRefused', 'release'] },
        'TIMEOUT.USER': { target: 'CLOSED', actions: ['notifyTimedOut', 'release'] },
      },
    },
    'SYN-RECEIVED': {
      on: {
        CLOSE: { target: 'FIN-WAIT-1', actions: ['sendFin'] },
        ABORT: { target: 'CLOSED', actions: ['sendReset', 'release'] },
        // RFC 9293 section 3.10.7.4, a SYN in the window of a passive open: back to LISTEN.
        'SEGMENT.SYN': { target: 'CLOSED', actions: ['release'] },
        'SEGMENT.ACK-OF-SYN': { target: 'ESTABLISHED', actions: ['notifyOpen'] },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['notifyRefused', 'release'] },
        'TIMEOUT.USER': { target: 'CLOSED', actions: ['notifyTimedOut', 'release'] },
      },
    },
    ESTABLISHED: {
      on: {
        CLOSE: { target: 'FIN-WAIT-1', actions: ['sendFin'] },
        ABORT: { target: 'CLOSED', actions: ['sendReset', 'release'] },
        'SEGMENT.FIN': { target: 'CLOSE-WAIT', actions: ['notifyEnd'] },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['notifyReset', 'release'] },
        'TIMEOUT.USER': { target: 'CLOSED', actions: ['notifyTimedOut', 'release'] },
      },
    },
    'FIN-WAIT-1': {
      on: {
        ABORT: { target: 'CLOSED', actions: ['sendReset', 'release'] },
        'SEGMENT.ACK-OF-FIN': { target: 'FIN-WAIT-2', actions: ['startFinWait2'] },
        'SEGMENT.FIN': { target: 'CLOSING', actions: ['sendAcknowledgement', 'notifyEnd'] },
        'SEGMENT.FIN+ACK-OF-FIN': {
          target: 'TIME-WAIT',
          actions: ['sendAcknowledgement', 'notifyEnd', 'startTimeWait'],
        },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['notifyReset', 'release'] },
        'TIMEOUT.USER': { target: 'CLOSED', actions: ['notifyTimedOut', 'release'] },
      },
    },
    'FIN-WAIT-2': {
      on: {
        ABORT: { target: 'CLOSED', actions: ['sendReset', 'release'] },
        'SEGMENT.FIN': {
          target: 'TIME-WAIT',
          actions: ['sendAcknowledgement', 'notifyEnd', 'startTimeWait'],
        },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['notifyReset', 'release'] },
        'TIMEOUT.USER': { target: 'CLOSED', actions: ['notifyTimedOut', 'release'] },
        // Linux's tcp_fin_timeout: whoever has closed does not wait for ever for a peer that does not.
        'TIMEOUT.FIN-WAIT-2': { target: 'CLOSED', actions: ['release'] },
      },
    },
    'CLOSE-WAIT': {
      on: {
        CLOSE: { target: 'LAST-ACK', actions: ['sendFin'] },
        ABORT: { target: 'CLOSED', actions: ['sendReset', 'release'] },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['notifyReset', 'release'] },
        'TIMEOUT.USER': { target: 'CLOSED', actions: ['notifyTimedOut', 'release'] },
      },
    },
    CLOSING: {
      on: {
        ABORT: { target: 'CLOSED', actions: ['release'] },
        'SEGMENT.ACK-OF-FIN': { target: 'TIME-WAIT', actions: ['startTimeWait'] },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['release'] },
        'TIMEOUT.USER': { target: 'CLOSED', actions: ['notifyTimedOut', 'release'] },
      },
    },
    'LAST-ACK': {
      on: {
        ABORT: { target: 'CLOSED', actions: ['release'] },
        'SEGMENT.ACK-OF-FIN': { target: 'CLOSED', actions: ['release'] },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['release'] },
        'TIMEOUT.USER': { target: 'CLOSED', actions: ['notifyTimedOut', 'release'] },
      },
    },
    'TIME-WAIT': {
      on: {
        ABORT: { target: 'CLOSED', actions: ['release'] },
        // RFC 9293 section 3.10.7.4: a retransmitted FIN is acknowledged and restarts the 2 MSL.
        'SEGMENT.FIN': { target: 'TIME-WAIT', actions: ['sendAcknowledgement', 'startTimeWait'] },
        // Linux's tcp_tw_reuse: the host takes the four-tuple for a connection of its own.
        'OPEN.ACTIVE': { target: 'CLOSED', actions: ['release'] },
        // RFC 6191: a SYN that is provably new ends the wait early.
        'SEGMENT.SYN': { target: 'CLOSED', actions: ['release'] },
        'SEGMENT.RST': { target: 'CLOSED', actions: ['release'] },
        'TIMEOUT.TIME-WAIT': { target: 'CLOSED', actions: ['release'] },
      },
    },
  },
});

/** The machine as the endpoint runs it. */
export const tcpTable = compileMachine(tcpConnectionMachine, tcpStates, tcpEvents, tcpActions);

/** States by number, for code that asks which one a connection is in. */
export const TcpState = {
  closed: 0,
  listen: 1,
  synSent: 2,
  synReceived: 3,
  established: 4,
  finWait1: 5,
  finWait2: 6,
  closeWait: 7,
  closing: 8,
  lastAck: 9,
  timeWait: 10,
} as const;

/** Events by number. */
export const TcpEvent = {
  openActive: 0,
  openPassive: 1,
  send: 2,
  close: 3,
  abort: 4,
  syn: 5,
  synAck: 6,
  ackOfSyn: 7,
  ackOfFin: 8,
  fin: 9,
  finAndAckOfFin: 10,
  rst: 11,
  timeWaitOver: 12,
  userTimeout: 13,
  finWait2Over: 14,
} as const;

/** Actions by bit. */
export const TcpAction = {
  sendSyn: 1 << 0,
  sendSynAck: 1 << 1,
  sendAcknowledgement: 1 << 2,
  sendFin: 1 << 3,
  sendReset: 1 << 4,
  notifyOpen: 1 << 5,
  notifyEnd: 1 << 6,
  notifyRefused: 1 << 7,
  notifyReset: 1 << 8,
  notifyTimedOut: 1 << 9,
  startFinWait2: 1 << 10,
  startTimeWait: 1 << 11,
  release: 1 << 12,
} as const;
