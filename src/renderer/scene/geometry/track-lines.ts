import { entersRectangle } from '../../view-model/plane/bounds';
import { CellIndex } from '../../view-model/plane/cell-index';

/** About the size of a text, CSS pixels. */
const cellSize = 64;

/** The tracks' lines on screen, so that labels can keep off them. */
export class TrackLines {
  private ends = new Float64Array(0);
  private readonly cells = new CellIndex(cellSize);
  private readonly room = { left: 0, top: 0, right: 0, bottom: 0, except: 0 };
  private width = 0;
  private height = 0;

  /** Forgets all lines and makes room for so many, on a stage of that size: labels beyond it are nobody's concern. */
  reset(lines: number, width: number, height: number): void {
    this.cells.clear();
    this.width = width;
    this.height = height;
    if (this.ends.length < lines * 4) this.ends = new Float64Array(lines * 4);
  }

  set(line: number, x1: number, y1: number, x2: number, y2: number): void {
    const { ends } = this;
    const at = line * 4;
    ends[at] = x1;
    ends[at + 1] = y1;
    ends[at + 2] = x2;
    ends[at + 3] = y2;
    this.noteCells(line, x1, y1, x2, y2);
  }

  /** The part of the line that is on the stage (Liang and Barsky 1984), or a label's height off it. */
  private noteCells(line: number, x1: number, y1: number, x2: number, y2: number): void {
    const dx = x2 - x1;
    const dy = y2 - y1;
    const alongX = within(x1, dx, -cellSize, this.width + cellSize);
    const alongY = within(y1, dy, -cellSize, this.height + cellSize);
    const from = Math.max(0, alongX.from, alongY.from);
    const to = Math.min(1, alongX.to, alongY.to);
    if (from <= to) this.cells.addLine(line, x1 + dx * from, y1 + dy * from, x1 + dx * to, y1 + dy * to, 0);
  }

  /** Whether no line but `except` comes into a rectangle. */
  keepOff(left: number, top: number, right: number, bottom: number, except: number): boolean {
    const { room } = this;
    room.left = left;
    room.top = top;
    room.right = right;
    room.bottom = bottom;
    room.except = except;
    return !this.cells.some(left, top, right, bottom, this.isInTheWay);
  }

  private readonly isInTheWay = (line: number): boolean => {
    const { room, ends } = this;
    if (line === room.except) return false;
    const at = line * 4;
    const { left, top, right, bottom } = room;
    return entersRectangle(ends[at]!, ends[at + 1]!, ends[at + 2]!, ends[at + 3]!, left, top, right, bottom);
  };
}

/** From which share of its way to which something is between two limits, that begins at a place and goes so far. */
function within(start: number, way: number, least: number, most: number): { from: number; to: number } {
  if (way === 0) return start >= least && start <= most ? { from: 0, to: 1 } : { from: 1, to: 0 };
  const [one, other] = [(least - start) / way, (most - start) / way];
  return { from: Math.min(one, other), to: Math.max(one, other) };
}
