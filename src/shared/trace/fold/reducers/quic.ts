import { endAt } from '../../ends';
import { isQuicRepair, QuicStreamPart } from '../../kinds/quic';
import { none } from '../../record';
import { read } from '../../record-reader';
import { Ends, Streams } from '../state/columns';
import { editEnd, type Reducers } from '../state/reducer';
import { takeCongestion } from './transport';

/** What an end of a QUIC connection, and of its streams, is at. */
export const quicReducers: Reducers = {
  quicState(state, trace, seq) {
    editEnd(state, trace, seq)?.put(Ends.state, read.quicState.to(trace, seq)).put(Ends.enteredBy, seq);
  },
  quicStream(state, trace, seq) {
    const connection = trace.connection(seq);
    if (connection === none) return;
    const isSending = read.quicStream.part(trace, seq) === QuicStreamPart.sending;
    state.streams
      .edit(connection, read.quicStream.stream(trace, seq), endAt(trace, connection, seq))
      .put(isSending ? Streams.sending : Streams.receiving, read.quicStream.to(trace, seq) + 1);
  },
  quicSend(state, trace, seq) {
    const end = editEnd(state, trace, seq);
    if (!end) return;
    end.increase(Ends.sentSegments, 1).put(Ends.bytesInFlight, read.quicSend.bytesInFlight(trace, seq));
    if (isQuicRepair(read.quicSend.reason(trace, seq))) end.increase(Ends.retransmissions, 1);
  },
  quicDeliver(state, trace, seq) {
    const connection = trace.connection(seq);
    if (connection === none) return;
    const end = endAt(trace, connection, seq);
    const bytes = read.quicDeliver.bytes(trace, seq);
    state.ends.edit(connection * 2 + end).increase(Ends.deliveredBytes, bytes);
    state.streams
      .edit(connection, read.quicDeliver.stream(trace, seq), end)
      .increase(Streams.deliveredBytes, bytes);
  },
  quicCongestion: takeCongestion,
  quicRoundTrip(state, trace, seq) {
    editEnd(state, trace, seq)
      ?.put(Ends.smoothedRoundTrip, read.quicRoundTrip.smoothedRoundTrip(trace, seq))
      .put(Ends.retransmissionTimeout, read.quicRoundTrip.probeTimeout(trace, seq));
  },
};
