/**
 * What qvis's own loader and views ask of a file (its repository as of October 2025), as far as the lab's files meet it. What
 * qvis would refuse, leave out or draw wrong is an objection.
 */

type Data = Readonly<Record<string, unknown>>;
interface Event {
  readonly time: number;
  readonly name: string;
  readonly data: Data;
}

/** What follows the frames of a packet: qvis takes as much off its payload. */
const tagBytes = 16;
/** Frames whose `length` is data; of any other it would be drawn as such. */
const withData = new Set(['stream', 'crypto']);

/** What qvis would object to, each thing once. */
export function qvisObjections(file: unknown): string[] {
  const { qlog_version: version, traces } = file as Data;
  if (typeof version !== 'string') return ['qlog files MUST have a qlog_version field'];
  const objections = new Set<string>();
  if (version !== '0.3') objections.add(`no loader for version ${version}`);
  for (const trace of traces as readonly Data[]) {
    const { common_fields: common, vantage_point: point, events } = trace;
    // A reference time of 0 is taken for none, and times are moved.
    if (!(common as Data).reference_time) objections.add('no reference_time');
    if (!['client', 'server'].includes(String((point as Data).type))) objections.add('no vantage point');
    for (const event of events as readonly Event[])
      for (const objection of objectionsTo(event)) objections.add(objection);
    if (!(events as readonly Event[]).some(({ data }) => data.latest_rtt !== undefined))
      objections.add('no round trips to draw');
  }
  return [...objections];
}

function objectionsTo({ time, name, data }: Event): string[] {
  if (typeof time !== 'number') return ['an event without a time'];
  switch (name) {
    case 'transport:packet_sent':
    case 'transport:packet_received':
      return packetObjections(data);
    case 'recovery:metrics_updated':
      return data.smoothed_rtt === undefined ||
        (data.latest_rtt && data.min_rtt && data.rtt_variance !== undefined)
        ? []
        : ['a smoothed round trip without latest, smallest and variance'];
    case 'recovery:loss_timer_updated':
      return data.timer_type === 'ack' || data.timer_type === 'pto'
        ? []
        : [`a loss timer ${String(data.timer_type)}`];
    case 'http:frame_created':
    case 'http:frame_parsed':
      return typeof data.byte_length === 'number' ? [] : [`${name} without byte_length`];
    default:
      return /^(connectivity|transport|http|recovery|security):/.test(name) ? [] : [`an event ${name}`];
  }
}

function packetObjections({ header, raw, frames }: Data): string[] {
  if (typeof (header as Data).packet_type !== 'string') return ['a packet without a type'];
  const list = (frames ?? []) as readonly Data[];
  const objections: string[] = [];
  const sizes = list.reduce((sum, { frame_size: size }) => sum + Number(size), 0);
  if (Number((raw as Data).payload_length) - tagBytes !== sizes)
    objections.push('payload_length is not its frames and a tag');
  for (const frame of list) {
    const type = String(frame.frame_type);
    if ((frame.length !== undefined) !== withData.has(type)) objections.push(`the length of ${type}`);
    if (!(Number(frame.frame_size) > 0)) objections.push(`no size of ${type}`);
  }
  return objections;
}
