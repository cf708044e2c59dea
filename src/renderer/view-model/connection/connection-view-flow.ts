import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { MediaFate, none, RecordKind } from '../../../shared/trace/record';
import { count, lineOf, type ConnectionLine } from './connection-view-lines';
import type { SentenceSource } from '../sentences/sentence-source';
import { sendingEnd } from '../../../shared/trace/ends';

/** The figures of a flow of plain UDP at the playhead: datagrams, and the media in them. */
export function flowLines(source: SentenceSource, state: LabState, connection: number): ConnectionLine[] {
  const datagrams = datagramsOf(source, state, connection);
  const figure = (name: string, says: string, of: keyof DatagramCount) =>
    lineOf(name, says, (end) => count(datagrams[end][of]));
  return [
    figure('datagrams', 'datagrams sent', 'sent'),
    figure('arrived', 'datagrams of the other end that arrived here', 'arrived'),
    figure(
      'lost',
      'datagrams that it sent and that were lost on their way: nothing sends them again',
      'lost',
    ),
    figure('payload', 'bytes sent above UDP', 'bytes'),
    ...mediaLines(source, state, connection),
  ];
}

/** What became of the frames of a call; no line for a connection that carries none. */
export function mediaLines(
  { trace, index }: SentenceSource,
  state: LabState,
  connection: number,
): ConnectionLine[] {
  const records = index.mediaOfConnection(connection);
  if (records.length === 0) return [];
  const before = records.countBelow(state.next);
  const frames = (end: 0 | 1, kind: RecordKind, fate?: number): string => {
    const device = trace.connections[connection]?.ends[end].device;
    let frames = 0;
    for (let at = 0; at < before; at += 1) {
      const record = records.at(at) ?? 0;
      if (trace.kind(record) !== kind || trace.place(record) !== device) continue;
      if (fate === undefined || trace.detail(record) === fate) frames += 1;
    }
    return count(frames);
  };
  const line = (name: string, says: string, kind: RecordKind, fate?: number) =>
    lineOf(name, says, (end) => frames(end, kind, fate));
  return [
    line('frames sent', 'frames of the call that it sent', RecordKind.mediaSent),
    line('frames whole', 'frames that have arrived whole', RecordKind.mediaReceived),
    line('shown', 'frames shown when their moment came', RecordKind.mediaPlayed, MediaFate.shown),
    line('skipped', 'frames given up when their moment came', RecordKind.mediaPlayed, MediaFate.skipped),
    line('frozen', 'frames waited for with a frozen picture', RecordKind.mediaPlayed, MediaFate.frozen),
  ];
}

interface DatagramCount {
  sent: number;
  arrived: number;
  lost: number;
  bytes: number;
}

function datagramsOf(
  { trace, index }: SentenceSource,
  state: LabState,
  connection: number,
): readonly [DatagramCount, DatagramCount] {
  const blank = (): DatagramCount => ({ sent: 0, arrived: 0, lost: 0, bytes: 0 });
  const counts = [blank(), blank()] as const;
  const rows = index.rowsOfConnection(connection);
  const end = rows.countBelow(index.rows.countBelow(state.next));
  for (let at = 0; at < end; at += 1) {
    const packet = index.packetAt(rows.at(at) ?? 0);
    const sender = sendingEnd(trace, packet);
    counts[sender].sent += 1;
    counts[sender].bytes += trace.payloadBytes(packet);
    if ((index.deliveryOf(packet) ?? none) < state.next) counts[sender === 0 ? 1 : 0].arrived += 1;
    else if ((index.lossOf(packet) ?? none) < state.next) counts[sender].lost += 1;
  }
  return counts;
}
