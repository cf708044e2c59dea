import type { Distribution, LayerSaturation, Summary } from '../../engine/index';
import { formatDuration, formatSize } from '../../shared/units/units';
import { claimTable } from './claim-table';
import { table } from './table';
import { count, number } from './words';

const endings: Readonly<Record<Summary['ended'], string>> = {
  idle: 'then nothing was left to happen',
  duration: "the lab's whole duration",
  unfinished: 'not finished',
};

/** A run's summary for people. */
export function summaryText(summary: Summary): string {
  const { scenario, seed, engineVersion, records, packets, simulated, traceHash } = summary;
  return [
    `${summary.title}\n`,
    `  ${scenario}, seed ${seed}, engine ${engineVersion}\n`,
    `  simulated ${rounded(simulated.to)}: ${endings[summary.ended]}\n`,
    `  ${count(records, 'record')}, ${count(packets, 'packet')}, trace ${traceHash}\n\n`,
    `Signals\n${signals(summary)}\n`,
    `Saturation\n${saturation(summary)}\n`,
    `Links\n${links(summary)}\n`,
    `Devices\n${devices(summary)}\n`,
    summary.claims.length > 0 ? `Claims\n${claimTable(summary.claims)}\n` : '',
  ].join('');
}

/** A duration short enough to be read: three decimals of its unit. The exact figures are in the JSON. */
function rounded(nanoseconds: number): string {
  const [figure = '', unit = ''] = formatDuration(nanoseconds).split(' ');
  return `${Number(Number(figure).toFixed(3))} ${unit}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 2 : 1)}%`;
}

function durations({ samples, p50, p90, p99, max }: Distribution): string {
  if (p50 === null || p90 === null || p99 === null || max === null) return 'none';
  if (samples === 1) return rounded(max);
  const parts = { p50, p90, p99, max };
  return Object.entries(parts)
    .map(([name, value]) => `${name} ${rounded(value)}`)
    .join(', ');
}

function signals({ signals: { latency, traffic, errors }, connections }: Summary): string {
  const faults = [
    errors.failedRequests > 0 ? count(errors.failedRequests, 'failed request') : '',
    errors.unansweredRequests > 0
      ? `${count(errors.unansweredRequests, 'request')} unanswered at the end`
      : '',
    errors.errorResponses > 0 ? count(errors.errorResponses, 'error response') : '',
    errors.drops > 0 ? count(errors.drops, 'drop') : '',
    errors.retransmissions > 0 ? count(errors.retransmissions, 'retransmission') : '',
  ].filter(Boolean);
  return table(
    [{ title: '' }, { title: '' }],
    [
      ['latency', `response ${durations(latency)}; handshake ${durations(connections.handshake)}`],
      [
        'traffic',
        `${count(traffic.requests, 'request')}, ${count(traffic.responses, 'response')}, ${count(traffic.segments, 'segment')}, ${formatSize(traffic.deliveredBytes)} delivered`,
      ],
      ['errors', faults.length > 0 ? faults.join(', ') : 'none'],
      [
        'connections',
        `${number(connections.opened)} opened, at most ${number(connections.openPeak)} at once`,
      ],
    ],
  ).replace(/^\s*\n/, '');
}

function saturation({ saturationByLayer, constraint }: Summary): string {
  const rows = Object.entries(saturationByLayer)
    .reverse()
    .map(([layer, one]: [string, LayerSaturation]) =>
      one.share === null
        ? [layer, '-', one.reason]
        : [
            layer,
            percent(one.share),
            `${one.where}: ${one.what}${constraint?.layer === layer ? '  <- constraint' : ''}`,
          ],
    );
  return table([{ title: '' }, { title: '', right: true }, { title: '' }], rows).replace(/^\s*\n/, '');
}

function reasons(drops: Readonly<Record<string, number>>): string {
  return Object.entries(drops)
    .map(([reason, times]) => `${number(times)} ${reason}`)
    .join(', ');
}

function links({ links: byId }: Summary): string {
  const rows = Object.entries(byId).flatMap(([id, { directions }]) =>
    directions.map((one, index) => [
      index === 0 ? id : '',
      `${one.from} to ${one.to}`,
      number(one.frames),
      formatSize(one.bytes),
      percent(one.peakUtilisation),
      number(one.queuePeakFrames),
      rounded(one.queueWaitMax),
      reasons(one.drops),
    ]),
  );
  const right = true;
  return table(
    [
      { title: 'link' },
      { title: 'direction' },
      { title: 'frames', right },
      { title: 'bytes', right },
      { title: 'peak busy', right },
      { title: 'queue', right },
      { title: 'longest wait', right },
      { title: 'drops' },
    ],
    rows,
  );
}

function devices({ devices: byId }: Summary): string {
  const rows = Object.entries(byId).map(([id, one]) => [
    id,
    one.kind,
    number(one.framesSent),
    number(one.framesReceived),
    one.portRange > 0 ? number(one.portsInUsePeak) : '',
    one.portRange > 0 ? number(one.timeWaitPeak) : '',
    reasons(one.connections),
    reasons(one.drops),
  ]);
  const right = true;
  return table(
    [
      { title: 'device' },
      { title: 'kind' },
      { title: 'frames out', right },
      { title: 'in', right },
      { title: 'ports at once', right },
      { title: 'TIME-WAIT at once', right },
      { title: 'connections at the end' },
      { title: 'drops' },
    ],
    rows,
  );
}
