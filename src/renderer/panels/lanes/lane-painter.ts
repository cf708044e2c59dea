import { LaneKind, type Lane, type LaneReader, type LaneSegment } from '../../../shared/lanes/lanes';
import { requestColours } from '../../view-model/run/request-colours';
import { columnStep, leftOf, ticks, type TimeScale } from '../../view-model/lanes/lane-axis';
import { fillCells, firstEndingAfter, noCell, type Columns } from '../../view-model/lanes/lane-cells';
import { laneHeight, type LaneRow } from '../../view-model/lanes/lane-rows';
import { stretchTexts } from '../../view-model/lanes/lane-texts';
import { colour } from '../tcp/congestion-plot';

/** Pixels: of the filled part of a lane, and between a text and what is around it. */
const barHeight = 13;
const textMargin = 5;

/** What is painted: rows by their place, of a view that begins at `top`. */
export interface PaintedLanes {
  readonly reader: LaneReader;
  readonly rows: readonly LaneRow[];
  readonly top: number;
  readonly scale: TimeScale;
  readonly height: number;
  readonly selected: Lane | undefined;
}

/** Paints lanes on a canvas: filled cells where bytes flow, hatched ones where they are held back, lines elsewhere. */
export class LanePainter {
  private readonly context: CanvasRenderingContext2D;
  private cells = new Uint8Array(0);
  private inks: readonly string[] = [];
  private hatches: readonly (CanvasPattern | string)[] = [];
  private ink = { text: '', dim: '', faint: '', line: '', ground: '', setup: '', held: '', selected: '' };
  private font = '';
  /** Widths of texts by their words: measuring is most of a painting's cost. */
  private readonly widths = new Map<string, number>();

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas to draw lanes on');
    this.context = context;
    this.readColours();
  }

  /** Takes the colours of the theme in effect. */
  readColours(): void {
    this.inks = requestColours.map((token) => colour(token));
    this.ink = {
      text: colour('--text'),
      dim: colour('--text-dim'),
      faint: colour('--text-faint'),
      line: colour('--line'),
      ground: colour('--surface-1'),
      setup: colour('--l6'),
      held: colour('--line-strong'),
      selected: colour('--accent-soft'),
    };
    this.hatches = this.inks.map((ink) => this.hatch(ink));
    this.font = `10.5px ${getComputedStyle(document.documentElement).getPropertyValue('--font-text')}`;
    this.widths.clear();
  }

  paint(painted: PaintedLanes): void {
    const { context, canvas } = this;
    const ratio = window.devicePixelRatio;
    const { scale, height } = painted;
    canvas.width = Math.round(scale.width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, scale.width, height);
    context.font = this.font;
    context.textBaseline = 'middle';
    this.paintTicks(scale, height);
    const step = columnStep(scale);
    const first = Math.floor(scale.from / step);
    const columns = { from: first * step, step, count: Math.ceil(scale.to / step) - first };
    if (this.cells.length < columns.count) this.cells = new Uint8Array(columns.count);
    for (const row of painted.rows) if (row.kind === 'lane') this.paintLane(row, painted, columns);
  }

  private paintTicks(scale: TimeScale, height: number): void {
    const { context } = this;
    context.fillStyle = this.ink.line;
    for (const time of ticks(scale).times) context.fillRect(Math.round(leftOf(time, scale)), 0, 1, height);
  }

  private paintLane(row: Extract<LaneRow, { kind: 'lane' }>, painted: PaintedLanes, columns: Columns): void {
    const { reader, scale, selected } = painted;
    const { lane } = row;
    const y = row.top - painted.top;
    if (lane === selected) {
      this.context.fillStyle = this.ink.selected;
      this.context.fillRect(0, y, scale.width, laneHeight);
    }
    fillCells(lane, columns, reader.time, this.cells);
    const tint = lane.ordinal % this.inks.length;
    for (let column = 0; column < columns.count;) {
      const kind = this.cells[column] ?? noCell;
      let next = column + 1;
      while (next < columns.count && this.cells[next] === kind) next += 1;
      if (kind !== noCell) this.paintStretch(kind as LaneKind, column, next, columns, y, tint, scale);
      column = next;
    }
    this.paintTexts(lane, painted, y);
  }

  /** Columns from..to (exclusive) of one kind. */
  private paintStretch(
    kind: LaneKind,
    from: number,
    to: number,
    columns: Columns,
    y: number,
    tint: number,
    scale: TimeScale,
  ): void {
    const { context } = this;
    const leftOfColumn = (column: number) => leftOf(columns.from + column * columns.step, scale);
    const left = leftOfColumn(from);
    const width = leftOfColumn(to) - left;
    const middle = y + laneHeight / 2;
    const top = middle - barHeight / 2;
    switch (kind) {
      case LaneKind.flowing:
        context.fillStyle = this.inks[tint] ?? '';
        // A gap between columns: each is a time step of its own.
        for (let column = from; column < to; column += 1) {
          const at = leftOfColumn(column);
          context.fillRect(at, top, Math.max(1, leftOfColumn(column + 1) - at - 1), barHeight);
        }
        break;
      case LaneKind.blocked:
      case LaneKind.queued:
        context.fillStyle = this.hatches[tint] ?? '';
        context.fillRect(left, top, width, barHeight);
        context.strokeStyle = this.inks[tint] ?? '';
        context.lineWidth = 1;
        context.globalAlpha = kind === LaneKind.blocked ? 1 : 0.45;
        context.strokeRect(left + 0.5, top + 0.5, Math.max(1, width - 1), barHeight - 1);
        context.globalAlpha = 1;
        break;
      case LaneKind.setup:
        context.strokeStyle = this.ink.setup;
        context.lineWidth = 1;
        context.setLineDash([3, 3]);
        context.strokeRect(left + 0.5, top + 2.5, Math.max(1, width - 1), barHeight - 5);
        context.setLineDash([]);
        break;
      default:
        context.fillStyle = kind === LaneKind.thinking ? this.ink.dim : this.ink.held;
        context.fillRect(
          left,
          middle - (kind === LaneKind.thinking ? 1.5 : 0.5),
          width,
          kind === LaneKind.thinking ? 3 : 1,
        );
    }
  }

  /** Why, in place, where a stretch that is held back has room for the words. */
  private paintTexts(lane: Lane, { reader, scale }: PaintedLanes, y: number): void {
    const { segments } = lane;
    for (let at = firstEndingAfter(segments, scale.from); at < segments.length; at += 1) {
      const segment = segments[at] as LaneSegment;
      if (segment.from >= scale.to) return;
      this.paintText(lane, segment, reader, scale, y);
    }
    if (lane.ended === undefined) this.paintText(lane, lane.line.open(reader.time), reader, scale, y);
  }

  private paintText(lane: Lane, segment: LaneSegment, reader: LaneReader, scale: TimeScale, y: number): void {
    const { kind } = segment;
    if (kind !== LaneKind.blocked && kind !== LaneKind.queued && kind !== LaneKind.setup) return;
    const left = Math.max(0, leftOf(segment.from, scale));
    const room = Math.min(scale.width, leftOf(segment.to, scale)) - left - 2 * textMargin - 4;
    if (room < 24) return;
    const texts = stretchTexts(reader, lane, segment);
    const text = texts.find((one) => this.widthOf(one) <= room) ?? '';
    if (text === '') return;
    const { context } = this;
    const width = this.widthOf(text);
    const middle = y + laneHeight / 2;
    context.fillStyle = this.ink.ground;
    context.fillRect(left + textMargin, middle - 6.5, width + 6, 13);
    context.fillStyle = kind === LaneKind.setup ? this.ink.setup : this.ink.text;
    context.fillText(text, left + textMargin + 3, middle + 0.5);
  }

  private widthOf(text: string): number {
    let width = this.widths.get(text);
    if (width === undefined) {
      width = this.context.measureText(text).width;
      this.widths.set(text, width);
    }
    return width;
  }

  /** Stripes in a colour, on nothing. */
  private hatch(ink: string): CanvasPattern | string {
    const tile = document.createElement('canvas');
    const size = 6;
    tile.width = tile.height = size;
    const context = tile.getContext('2d');
    if (!context) return ink;
    context.strokeStyle = ink;
    context.globalAlpha = 0.75;
    context.lineWidth = 1.2;
    context.beginPath();
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift, size);
      context.lineTo(shift + size, 0);
    }
    context.stroke();
    return this.context.createPattern(tile, 'repeat') ?? ink;
  }
}
