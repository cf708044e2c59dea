import {
  LaneKind,
  laneKindNames,
  LaneWhy,
  type Lane,
  type LaneReader,
  type LaneSegment,
} from '../../../shared/lanes/lanes';
import { none } from '../../../shared/trace/record';
import { readableBytes } from '../tcp/figures';
import { readableTime } from '../time-format';

/** `R1`: a request by its number in its workload; `call` for a call. */
export function laneName(lane: Lane | undefined): string {
  if (!lane) return '?';
  return lane.request === none ? 'call' : `R${lane.ordinal + 1}`;
}

/** The stream that carries it, or which connection: `stream 4`, `connection 2`. */
export function lanePlace(lane: Lane): string {
  if (lane.connection === none) return '';
  const connection = `connection ${lane.connection + 1}`;
  return lane.carriesStreams ? `${connection}, stream ${lane.stream}` : connection;
}

/** Why a segment is what it is, in a few words; '' where its kind says it all. */
export function whyText(reader: LaneReader, lane: Lane, segment: LaneSegment): string {
  const { why, about, owner } = segment;
  switch (why) {
    case LaneWhy.request:
      return `behind ${laneName(reader.laneOf(about))}`;
    case LaneWhy.missingByte:
      // The first byte of a TCP stream has the relative sequence number 1. It counts all of the connection's requests.
      return `TCP waits for byte ${(about + 1).toLocaleString('en')} of the connection${ownerText(reader, lane, owner)}`;
    case LaneWhy.streamByte:
      return `its stream waits for byte ${about.toLocaleString('en')}`;
    case LaneWhy.record:
      return 'sealed in a TLS record that is not whole';
    case LaneWhy.streamWindow:
      return "its stream's window is full";
    case LaneWhy.connectionWindow:
      return "the connection's window is full";
    case LaneWhy.streamLimit:
      return 'no stream is free';
    case LaneWhy.frozen:
      return 'the picture stands still';
    case LaneWhy.skipped:
      return 'frame left out';
    default:
      return '';
  }
}

function ownerText(reader: LaneReader, lane: Lane, owner: number): string {
  if (owner === none) return '';
  return owner === lane.request ? ', its own' : `, one of ${laneName(reader.laneOf(owner))}'s`;
}

/** What may stand in a stretch, longest first: why it is held back, and what sits finished meanwhile. */
export function stretchTexts(reader: LaneReader, lane: Lane, segment: LaneSegment): readonly string[] {
  if (segment.kind === LaneKind.setup) return ['handshake'];
  const why = whyText(reader, lane, segment);
  if (why === '') return [];
  const finished =
    segment.buffered > 0 ? [`${why} · ${readableBytes(segment.buffered)} sit here finished`] : [];
  return [...finished, why, ...shortWhy(segment)];
}

/** For stretches with room for a few letters. */
function shortWhy({ why, about }: LaneSegment): readonly string[] {
  if (why === LaneWhy.missingByte) return [`TCP: byte ${(about + 1).toLocaleString('en')}`, 'TCP waits'];
  if (why === LaneWhy.streamByte) return [`waits for ${about.toLocaleString('en')}`, 'waits'];
  if (why === LaneWhy.record) return ['TLS record'];
  return why === LaneWhy.streamWindow || why === LaneWhy.connectionWindow ? ['window full'] : [];
}

/** The same in full, for a tip and for those who listen. */
export function segmentSentence(
  reader: LaneReader,
  lane: Lane,
  segment: LaneSegment,
  buffered: number,
): readonly string[] {
  const { kind, from, to, bytes } = segment;
  const why = whyText(reader, lane, segment);
  const head = why === '' ? laneKindNames[kind] : `${laneKindNames[kind]}: ${why}`;
  const lines = [
    `${laneName(lane)} ${lane.path} – ${head}`,
    `${readableTime(from)} to ${readableTime(to)}, ${readableTime(to - from)}`,
  ];
  if (bytes > 0) lines.push(`${readableBytes(bytes)} became usable`);
  if (buffered > 0) lines.push(`${readableBytes(buffered)} sit at the client and cannot be used`);
  return lines;
}

/** What held a request back for longest: its words and nanoseconds; undefined where nothing did. */
export function longestHold(reader: LaneReader, lane: Lane): { why: string; time: number } | undefined {
  let longest: LaneSegment | undefined;
  for (const segment of lane.segments) {
    const isHeld = segment.kind === LaneKind.blocked || segment.kind === LaneKind.queued;
    if (isHeld && segment.to - segment.from > (longest ? longest.to - longest.from : 0)) longest = segment;
  }
  return longest && { why: whyText(reader, lane, longest), time: longest.to - longest.from };
}
