import { QuicFrame, QuicPacketItem, quicPacketNames, quicSendReasons } from '../../../shared/trace/quic';
import { RecordKind, recordKindNames } from '../../../shared/trace/record';
import type { QuicPair } from './quic-pair';

const frameNames = new Map<number, string>(Object.entries(QuicFrame).map(([name, type]) => [type, name]));

/** All that an endpoint did, one record a line, for people who look for a mistake. */
export function captureText(pair: QuicPair): string {
  const { trace } = pair;
  const lines: string[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    const kind = trace.kind(seq);
    const ms = (trace.time(seq) / 1e6).toFixed(3);
    const what = `${ms} ${trace.place(seq)} ${recordKindNames[kind]} ${trace.detail(seq)} a=${trace.a(seq)} b=${trace.b(seq)}`;
    if (kind !== RecordKind.quicSend) {
      if (kind !== RecordKind.linkSend) lines.push(what);
      continue;
    }
    const datagram = trace.packet(seq);
    const first = trace.firstQuicItem(datagram);
    const items: string[] = [];
    for (let item = first; item < first + trace.quicItemCount(datagram); item++) {
      const type = trace.quicItemType(item);
      const offset = trace.quicItemOffset(item);
      const [a, b] = [trace.quicItemWord(item, 0), trace.quicItemWord(item, 1)];
      if (type >= QuicPacketItem.initial) items.push(`| ${quicPacketNames[type - QuicPacketItem.initial]} ${offset}`);
      else items.push(`${frameNames.get(type)}(${offset},${a},${b},f${trace.quicItemFlags(item)})`);
    }
    lines.push(
      `${ms} ${trace.place(seq)} SEND ${quicSendReasons[trace.detail(seq)]} ${trace.payloadBytes(datagram)} B, in flight ${trace.a(seq)} ${items.join(' ')}`,
    );
  }
  return lines.join('\n');
}
