import { setup } from 'xstate';
import { http2Events, http2States } from '../../../shared/trace/record';
import { compileMachine } from '../../kernel/machine-table';

/** What a transition makes an end do. Bit i of a table's actions is entry i. */
const http2Actions = ['release'] as const;

type Http2MachineEvent = { type: (typeof http2Events)[number] };

const resets = {
  'SEND.RST_STREAM': { target: 'closed', actions: ['release'] },
  'RECEIVE.RST_STREAM': { target: 'closed', actions: ['release'] },
} as const;

/**
 * The states of a stream at one end: RFC 9113 section 5.1, figure 2. A HEADERS frame that ends the stream is two events,
 * as there; trailers and responses change nothing by themselves.
 */
export const http2StreamMachine = setup({
  types: { events: {} as Http2MachineEvent },
  actions: { release: () => undefined },
}).createMachine({
  id: 'HTTP/2 stream',
  initial: 'idle',
  states: {
    idle: {
      on: {
        'SEND.HEADERS': { target: 'open' },
        'RECEIVE.HEADERS': { target: 'open' },
        'SEND.PUSH_PROMISE': { target: 'reserved (local)' },
        'RECEIVE.PUSH_PROMISE': { target: 'reserved (remote)' },
      },
    },
    'reserved (local)': { on: { 'SEND.HEADERS': { target: 'half-closed (remote)' }, ...resets } },
    'reserved (remote)': { on: { 'RECEIVE.HEADERS': { target: 'half-closed (local)' }, ...resets } },
    open: {
      on: {
        'SEND.END_STREAM': { target: 'half-closed (local)' },
        'RECEIVE.END_STREAM': { target: 'half-closed (remote)' },
        ...resets,
      },
    },
    'half-closed (local)': {
      on: { 'RECEIVE.END_STREAM': { target: 'closed', actions: ['release'] }, ...resets },
    },
    'half-closed (remote)': {
      on: { 'SEND.END_STREAM': { target: 'closed', actions: ['release'] }, ...resets },
    },
    closed: {},
  },
});

/** The machine as the connections run it. */
export const http2StreamTable = compileMachine(http2StreamMachine, http2States, http2Events, http2Actions);

/** States by number. */
export const Http2State = {
  idle: 0,
  reservedLocal: 1,
  reservedRemote: 2,
  open: 3,
  halfClosedLocal: 4,
  halfClosedRemote: 5,
  closed: 6,
} as const;

/** Events by number. */
export const Http2Event = {
  sendHeaders: 0,
  receiveHeaders: 1,
  sendEndStream: 2,
  receiveEndStream: 3,
  sendReset: 4,
  receiveReset: 5,
  sendPushPromise: 6,
  receivePushPromise: 7,
} as const;

/** Actions by bit. */
export const Http2Action = { release: 1 << 0 } as const;
