import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { tokenColour } from '../../theme/theme';
import { bytesShown, congestionColumns, type CongestionPoints } from '../../view-model/tcp/congestion-series';
import { readableBytes } from '../../view-model/tcp/figures';
import { readableTime } from '../../view-model/time-format';

/** How each column is called and drawn; the first four are bytes, the others times. */
export const congestionLines = [
  { column: 'congestionWindow', name: 'cwnd', token: '--l4', width: 2, says: 'congestion window (RFC 5681)' },
  {
    column: 'slowStartThreshold',
    name: 'ssthresh',
    token: '--bad',
    width: 1,
    says: 'slow start threshold (RFC 5681)',
  },
  {
    column: 'bytesInFlight',
    name: 'flight size',
    token: '--l7',
    width: 1.5,
    says: 'FlightSize: sent and not cumulatively acknowledged (RFC 5681, section 2). What was selectively acknowledged counts, so that it can be above cwnd',
  },
  {
    column: 'sendWindow',
    name: 'peer window',
    token: '--l3',
    width: 1,
    says: 'what the other end allows: SND.WND (RFC 9293)',
  },
  {
    column: 'smoothedRoundTrip',
    name: 'SRTT',
    token: '--l5',
    width: 1.5,
    says: 'smoothed round-trip time (RFC 6298)',
  },
  {
    column: 'retransmissionTimeout',
    name: 'RTO',
    token: '--l2',
    width: 1,
    says: 'retransmission timeout (RFC 6298)',
  },
] as const satisfies readonly {
  column: (typeof congestionColumns)[number];
  name: string;
  token: `--${string}`;
  width: number;
  says: string;
}[];

/** What QUIC calls them, where that is another name or another standard; it has no window for all of a peer. */
const quicLines: Partial<Record<(typeof congestionColumns)[number], { name?: string; says: string }>> = {
  congestionWindow: { says: 'congestion window (RFC 9002 section 7)' },
  slowStartThreshold: { says: 'slow start threshold (RFC 9002 section 7)' },
  bytesInFlight: { name: 'in flight', says: 'bytes of packets neither acknowledged nor lost (RFC 9002)' },
  smoothedRoundTrip: { says: 'smoothed round-trip time (RFC 9002 section 5)' },
  retransmissionTimeout: { name: 'PTO', says: 'probe timeout (RFC 9002 section 6.2)' },
};

/** A line's name and what it is, in the words of the connection's protocol; undefined: the protocol has no such thing. */
export function describeLine(
  line: (typeof congestionLines)[number],
  isQuic: boolean,
): { readonly name: string; readonly says: string } | undefined {
  if (!isQuic) return line;
  const own = quicLines[line.column];
  return own && { name: own.name ?? line.name, says: own.says };
}

const firstTimeColumn = 4;
/** How near, in pixels, a click has to be to a retransmission's mark. */
const markReach = 6;
/** A pull shorter than this, in pixels, is a click. */
const leastPull = 5;

export interface PlotEvents {
  /** A point was clicked, by its place in the points. */
  onpoint(index: number): void;
  /** A retransmission's mark was clicked. */
  onmark(record: number): void;
  /** The pointer is over a point, or over none. */
  onhover(index: number | undefined): void;
  /** A stretch was pulled over, nanoseconds; undefined: the whole is wanted again. */
  onzoom(stretch: { from: number; to: number } | undefined): void;
}

/** Where retransmissions are: an ordered list that can be entered at a time. */
export interface Marks {
  readonly length: number;
  timeAt(index: number): number;
  recordAt(index: number): number;
  countBefore(time: number): number;
}

/** The plot of an end's congestion: uPlot on a canvas, in the colours of the theme. Made anew for another theme. */
export class CongestionPlot {
  private readonly plot: uPlot;
  private points: CongestionPoints = { times: [], values: [], records: [] };
  private stretch = { from: 0, to: 1 };
  private shown: readonly boolean[] = congestionColumns.map(() => true);
  private marks: Marks | undefined;
  private readonly playhead = document.createElement('div');
  private readonly markColour = colour('--proto-retransmission');
  private pressedAt = -1;
  private time = 0;

  constructor(
    host: HTMLElement,
    size: { width: number; height: number },
    private readonly events: PlotEvents,
  ) {
    this.plot = new uPlot(this.options(size), [[]], host);
    this.playhead.className = 'playhead';
    this.plot.over.append(this.playhead);
    this.plot.over.addEventListener('pointerdown', ({ offsetX }) => (this.pressedAt = offsetX));
    this.plot.over.addEventListener('click', ({ offsetX }) => this.click(offsetX));
    this.plot.over.addEventListener('dblclick', () => this.events.onzoom(undefined));
  }

  /** Shows points over a stretch of time, nanoseconds; `shown` says which columns. */
  show(
    points: CongestionPoints,
    stretch: { from: number; to: number },
    shown: readonly boolean[],
    marks: Marks | undefined,
  ): void {
    this.points = points;
    this.stretch = stretch;
    this.shown = shown;
    this.marks = marks;
    for (const [column, isShown] of shown.entries())
      if (this.plot.series[column + 1]?.show !== isShown) this.plot.setSeries(column + 1, { show: isShown });
    this.plot.setData([points.times, ...points.values] as uPlot.AlignedData);
  }

  setSize(size: { width: number; height: number }): void {
    this.plot.setSize(size);
  }

  /** Puts the playhead's line at a time, nanoseconds. */
  setPlayhead(time: number): void {
    this.time = time;
    this.placePlayhead();
  }

  destroy(): void {
    this.plot.destroy();
  }

  private options({ width, height }: { width: number; height: number }): uPlot.Options {
    const stroke = colour('--text-faint');
    const grid = { stroke: colour('--line'), width: 1 };
    const ticks = { ...grid, size: 4 };
    const font = `10.5px ${getComputedStyle(document.documentElement).getPropertyValue('--font-code')}`;
    const axis = { stroke, grid, ticks, font };
    const paths = uPlot.paths.stepped?.({ align: 1 });
    return {
      width,
      height,
      padding: [8, 0, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false, dist: leastPull }, points: { size: 6 } },
      scales: {
        x: { time: false, range: () => [this.stretch.from, this.stretch.to] },
        bytes: { range: () => [0, bytesShown(this.points, this.shown) * 1.08] },
        time: { range: (_plot, _least, most) => [0, Math.max(1, most) * 1.15] },
      },
      axes: [
        { ...axis, space: 90, size: 26, values: (_plot, splits) => splits.map(axisTime) },
        {
          ...axis,
          scale: 'bytes',
          size: 62,
          space: 42,
          values: (_plot, splits) => splits.map(readableBytes),
        },
        {
          ...axis,
          scale: 'time',
          side: 1,
          size: 62,
          space: 42,
          grid: { show: false },
          values: (_plot, splits) => splits.map(axisTime),
        },
      ],
      series: [
        {},
        ...congestionLines.map(({ token, width: lineWidth }, column) => ({
          scale: column < firstTimeColumn ? 'bytes' : 'time',
          stroke: colour(token),
          width: lineWidth,
          dash: column === 1 || column === 5 ? [4, 3] : undefined,
          points: { show: false },
          paths,
        })),
      ],
      hooks: {
        draw: [(plot) => this.drawMarks(plot), () => this.placePlayhead()],
        setCursor: [
          ({ cursor }) =>
            this.events.onhover((cursor.left ?? -1) < 0 ? undefined : (cursor.idx ?? undefined)),
        ],
        setSelect: [(plot) => this.zoom(plot)],
      },
    };
  }

  /** uPlot knows its scales only once it has drawn: the line is placed anew after each drawing. */
  private placePlayhead(): void {
    const isInside = this.time >= this.stretch.from && this.time <= this.stretch.to;
    const left = this.plot.valToPos(this.time, 'x');
    this.playhead.hidden = !isInside || !Number.isFinite(left);
    if (!this.playhead.hidden) this.playhead.style.transform = `translateX(${left}px)`;
  }

  private zoom(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < leastPull) return;
    this.events.onzoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  private click(at: number): void {
    if (Math.abs(at - this.pressedAt) >= leastPull) return;
    const mark = this.markNear(at);
    if (mark !== undefined) this.events.onmark(mark);
    else if (this.points.times.length > 0) this.events.onpoint(this.plot.posToIdx(at));
  }

  private markNear(at: number): number | undefined {
    const { marks } = this;
    if (!marks) return undefined;
    const next = marks.countBefore(this.plot.posToVal(at, 'x'));
    const away = (index: number) =>
      index < 0 || index >= marks.length
        ? Infinity
        : Math.abs(this.plot.valToPos(marks.timeAt(index), 'x') - at);
    const nearest = away(next - 1) < away(next) ? next - 1 : next;
    return away(nearest) <= markReach ? marks.recordAt(nearest) : undefined;
  }

  /** A triangle at the top and a line down for each retransmission; of those in the same pixels, one. */
  private drawMarks(plot: uPlot): void {
    const { marks } = this;
    if (!marks) return;
    const { ctx, bbox } = plot;
    const unit = uPlot.pxRatio;
    ctx.save();
    ctx.fillStyle = this.markColour;
    ctx.strokeStyle = this.markColour;
    ctx.lineWidth = unit;
    let index = marks.countBefore(this.stretch.from);
    while (index < marks.length && marks.timeAt(index) <= this.stretch.to) {
      const x = plot.valToPos(marks.timeAt(index), 'x', true);
      ctx.globalAlpha = 0.3;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.globalAlpha = 1;
      ctx.beginPath();
      ctx.moveTo(x - 4 * unit, bbox.top - 6 * unit);
      ctx.lineTo(x + 4 * unit, bbox.top - 6 * unit);
      ctx.lineTo(x, bbox.top + unit);
      ctx.fill();
      index = Math.max(index + 1, marks.countBefore(plot.posToVal(x + 2 * unit, 'x', true)));
    }
    ctx.restore();
  }
}

function axisTime(nanoseconds: number): string {
  return nanoseconds === 0 ? '0' : readableTime(nanoseconds);
}

/** A colour of the theme as CSS for a canvas. */
export function colour(token: `--${string}`): string {
  return `#${tokenColour(token).toString(16).padStart(6, '0')}`;
}
