/** Cells that share a slot of the table are told apart by whoever asks: candidates only cost a look more. */
const slots = 4096;
const mask = slots - 1;

/**
 * Finds things on a plane by where they are. The plane is cut into square cells, and each cell knows the things that
 * touch it, by their numbers; what is near is found without looking at the rest. It answers with candidates: the exact
 * test is the caller's. Cleared and filled again it makes no object.
 */
export class CellIndex {
  private readonly first = new Int32Array(slots).fill(-1);
  private next = new Int32Array(256);
  private things = new Int32Array(256);
  private entries = 0;
  private asked = new Uint32Array(64);
  private question = 0;

  /** @param size the side of a cell: about the size of the things, or of what is asked about. */
  constructor(private readonly size: number) {}

  clear(): void {
    if (this.entries > 0) this.first.fill(-1);
    this.entries = 0;
  }

  /** Notes that a thing is somewhere in a rectangle. */
  addRectangle(thing: number, left: number, top: number, right: number, bottom: number): void {
    const lastColumn = this.cellOf(right);
    for (let column = this.cellOf(left); column <= lastColumn; column += 1)
      this.addColumn(thing, column, top, bottom);
  }

  /** Notes that a thing is within `margin` of a straight line: only cells along it, not all of its rectangle. */
  addLine(thing: number, x1: number, y1: number, x2: number, y2: number, margin: number): void {
    const [left, right] = x1 < x2 ? [x1, x2] : [x2, x1];
    const slope = x1 === x2 ? 0 : (y2 - y1) / (x2 - x1);
    const lastColumn = this.cellOf(right + margin);
    for (let column = this.cellOf(left - margin); column <= lastColumn; column += 1) {
      // The part of the line that is in the column, or within the margin of it.
      const from = Math.max(left, column * this.size - margin);
      const to = Math.min(right, (column + 1) * this.size + margin);
      const yFrom = x1 === x2 ? y1 : y1 + (from - x1) * slope;
      const yTo = x1 === x2 ? y2 : y1 + (to - x1) * slope;
      this.addColumn(thing, column, Math.min(yFrom, yTo) - margin, Math.max(yFrom, yTo) + margin);
    }
  }

  /** Whether a test holds for any thing that may be in a rectangle; each is asked once at most, in no order. */
  some(left: number, top: number, right: number, bottom: number, test: (thing: number) => boolean): boolean {
    this.question += 1;
    const lastColumn = this.cellOf(right);
    const lastRow = this.cellOf(bottom);
    for (let column = this.cellOf(left); column <= lastColumn; column += 1)
      for (let row = this.cellOf(top); row <= lastRow; row += 1)
        if (this.someInCell(column, row, test)) return true;
    return false;
  }

  private someInCell(column: number, row: number, test: (thing: number) => boolean): boolean {
    for (let entry = this.first[slotOf(column, row)]!; entry >= 0; entry = this.next[entry]!) {
      const thing = this.things[entry]!;
      if (this.asked[thing] === this.question) continue;
      this.asked[thing] = this.question;
      if (test(thing)) return true;
    }
    return false;
  }

  private addColumn(thing: number, column: number, top: number, bottom: number): void {
    const lastRow = this.cellOf(bottom);
    for (let row = this.cellOf(top); row <= lastRow; row += 1) this.addToCell(thing, column, row);
  }

  private addToCell(thing: number, column: number, row: number): void {
    const slot = slotOf(column, row);
    const head = this.first[slot]!;
    // A thing is added to all of its cells in one go: a slot that has it at its head has it already.
    if (head >= 0 && this.things[head] === thing) return;
    if (this.entries === this.next.length) {
      this.next = grown(this.next, Int32Array);
      this.things = grown(this.things, Int32Array);
    }
    while (thing >= this.asked.length) this.asked = grown(this.asked, Uint32Array);
    this.next[this.entries] = head;
    this.things[this.entries] = thing;
    this.first[slot] = this.entries;
    this.entries += 1;
  }

  private cellOf(length: number): number {
    return Math.floor(length / this.size);
  }
}

function slotOf(column: number, row: number): number {
  return (Math.imul(column, 73_856_093) ^ Math.imul(row, 19_349_663)) & mask;
}

function grown<Column extends Int32Array | Uint32Array>(
  column: Column,
  make: new (length: number) => Column,
): Column {
  const larger = new make(column.length * 2);
  larger.set(column);
  return larger;
}
