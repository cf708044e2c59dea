import { QuicStreamPart } from '../../shared/trace/kinds/quic';
import { read } from '../../shared/trace/record-reader';
import {
  PathEvent,
  quicLossReasons,
  quicReceiveStates,
  quicSendStates,
  QuicTimer,
  FlowBlock,
} from '../../shared/trace/quic';
import { congestionPhases, none } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { formatAddress } from '../../shared/units/address';
import { seedOf } from '../../bytes/quic/connection-keys';
import { quicPacketsOf } from '../../bytes/quic/datagram';
import type { UntimedEvent } from './connection-events';
import { qlogFrames } from './frames';
import { packetHeader } from './packets';
import type { QlogData } from './qlog-event';

const lossTriggers: Readonly<Record<string, string>> = {
  'packet threshold': 'reordering_threshold',
  'time threshold': 'time_threshold',
};

/** A `quic.lost` record: the packet, with its frames. */
export function lostEvent(trace: TraceReader, seq: number, end: 0 | 1): UntimedEvent {
  const number = trace.a(seq);
  const space = trace.b(seq);
  const packet = trace.packet(seq);
  const trigger = lossTriggers[quicLossReasons[trace.detail(seq)] ?? ''];
  const reason = trigger === undefined ? {} : { trigger };
  const owner = { seed: seedOf(trace), connection: trace.connection(seq), end };
  const items = (packet === none ? [] : quicPacketsOf(trace, packet)).find(
    ({ header }) => trace.quicItemOffset(header) === number && trace.quicItemSpace(header) === space,
  );
  if (!items) return { name: 'quic:packet_lost', data: { ...reason } };
  const data = {
    header: packetHeader(trace, owner, items.header),
    frames: qlogFrames(trace, owner, items.firstFrame, items.end),
    ...reason,
  };
  return { name: 'quic:packet_lost', data };
}

/** A `quic.congestion` record: window and threshold, and the phase where it is another one than before. */
export function congestionEvents(
  trace: TraceReader,
  seq: number,
  bytesInFlight: number,
  phaseBefore: number | undefined,
): UntimedEvent[] {
  const threshold = trace.b(seq);
  const phase = trace.detail(seq);
  const metrics = {
    congestion_window: trace.a(seq),
    bytes_in_flight: bytesInFlight,
    ...(threshold === none ? {} : { ssthresh: threshold }),
  };
  const events: UntimedEvent[] = [{ name: 'quic:recovery_metrics_updated', data: metrics }];
  if (phase !== phaseBefore) {
    const old = phaseBefore === undefined ? {} : { old: phaseName(phaseBefore) };
    events.push({ name: 'quic:congestion_state_updated', data: { ...old, new: phaseName(phase) } });
  }
  return events;
}

/** `slow_start`: phases as the drafts write names. */
function phaseName(phase: number): string {
  return (congestionPhases[phase] ?? 'unknown').replaceAll(' ', '_');
}

const timerTypes: Readonly<Record<number, string>> = {
  [QuicTimer.lossDetection]: 'loss_timeout',
  [QuicTimer.probe]: 'pto',
  [QuicTimer.acknowledgement]: 'ack',
  [QuicTimer.idle]: 'idle_timeout',
  [QuicTimer.path]: 'path_validation',
};

/** A `quic.timer` record; nothing for a timer that qlog has no name for. */
export function timerEvents(trace: TraceReader, seq: number): UntimedEvent[] {
  const type = timerTypes[trace.detail(seq)];
  if (type === undefined) return [];
  return [{ name: 'quic:timer_updated', data: { timer_type: type, event_type: 'expired' } }];
}

const sendingStates: Readonly<Record<string, string>> = {
  Ready: 'ready',
  Send: 'send',
  'Data Sent': 'data_sent',
  'Reset Sent': 'reset_sent',
  'Data Recvd': 'data_received',
  'Reset Recvd': 'reset_received',
};
const receivingStates: Readonly<Record<string, string>> = {
  Recv: 'receive',
  'Size Known': 'size_known',
  'Data Recvd': 'data_received',
  'Reset Recvd': 'reset_received',
  'Data Read': 'data_read',
  'Reset Read': 'reset_read',
};

/** A `quic.stream` record: RFC 9000 sections 3.1 and 3.2. */
export function streamStateEvents(trace: TraceReader, seq: number): UntimedEvent[] {
  const isSending = read.quicStream.part(trace, seq) === QuicStreamPart.sending;
  const stateOf = (state: number) =>
    isSending ? sendingStates[quicSendStates[state] ?? ''] : receivingStates[quicReceiveStates[state] ?? ''];
  const old = stateOf(read.quicStream.from(trace, seq));
  const state = stateOf(read.quicStream.to(trace, seq));
  if (state === undefined) return [];
  const stream = trace.a(seq);
  const data: QlogData = {
    stream_id: stream,
    // RFC 9000 section 2.1: the second bit of a stream's id.
    stream_type: stream & 2 ? 'unidirectional' : 'bidirectional',
    ...(old === undefined ? {} : { old }),
    new: state,
    stream_side: isSending ? 'sending' : 'receiving',
  };
  return [{ name: 'quic:stream_state_updated', data }];
}

/** A `quic.blocked` record: of a stream, or of a client that may open no further one. */
export function blockedEvent(trace: TraceReader, seq: number): UntimedEvent {
  const block = trace.detail(seq);
  if (block === FlowBlock.streamLimit)
    return { name: 'quic:connection_data_blocked_updated', data: { new: 'blocked', reason: 'stream_id' } };
  const reason = block === FlowBlock.connection ? 'connection_flow_control' : 'stream_flow_control';
  return {
    name: 'quic:stream_data_blocked_updated',
    data: { new: 'blocked', stream_id: trace.a(seq), reason },
  };
}

const migrationStates: Readonly<Record<number, string>> = {
  [PathEvent.challenged]: 'probing_started',
  [PathEvent.validated]: 'probing_successful',
  [PathEvent.failed]: 'probing_abandoned',
  [PathEvent.peerMoved]: 'migration_started',
};

/** A `quic.path` record. */
export function pathEvents(trace: TraceReader, seq: number): UntimedEvent[] {
  const state = migrationStates[trace.detail(seq)];
  if (state === undefined) return [];
  const remote = { ip_v4: formatAddress(trace.a(seq)) };
  return [{ name: 'quic:migration_state_updated', data: { new: state, tuple_remote: remote } }];
}
