/** Chunks in one page: 2^7. */
const pageBits = 7;
const pageMask = (1 << pageBits) - 1;
/** Cells that a chunk has at most: what is copied when a row is first changed after the table was. */
const chunkCells = 256;

/** A run of chunks that tables share, and which table may change which of them. */
class Page {
  constructor(
    readonly owner: number,
    readonly owners: Float64Array = new Float64Array(1 << pageBits),
    readonly chunks: (Float64Array | undefined)[] = [],
  ) {}
}

/** Every copy of a table has a number of its own, and may change what bears it. */
let owners = 0;

/**
 * A table of float columns that grows by rows. A copy costs next to nothing: both share their chunks of rows, and
 * whichever changes a row first takes a chunk of its own. Rows never written are 0.
 */
export class StateTable<Column extends string> {
  rows = 0;
  private readonly width: number;
  private readonly chunkBits: number;
  private readonly chunkMask: number;
  private owner = ++owners;
  private pages: (Page | undefined)[] = [];
  private pagesOwner = this.owner;
  /** Where the row being changed lies. */
  private cells: Float64Array = new Float64Array(0);
  private base = 0;
  /** The row being changed. */
  row = 0;

  constructor(readonly columns: readonly Column[]) {
    this.width = columns.length;
    this.chunkBits = Math.floor(Math.log2(chunkCells / this.width));
    this.chunkMask = (1 << this.chunkBits) - 1;
  }

  get(row: number, column: Column): number {
    return this.cell(row, this.columns.indexOf(column));
  }

  /** A cell by its column's number. */
  cell(row: number, column: number): number {
    if (row >= this.rows) return 0;
    const chunk = row >>> this.chunkBits;
    const cells = this.pages[chunk >>> pageBits]?.chunks[chunk & pageMask];
    return cells?.[this.baseOf(row) + column] ?? 0;
  }

  /** Chooses the row that `put`, `increase` and `read` speak of, and makes it where it is new. */
  edit(row: number): this {
    if (row >= this.rows) this.rows = row + 1;
    const chunk = row >>> this.chunkBits;
    const page = this.pages[chunk >>> pageBits];
    const isOwn = page !== undefined && page.owners[chunk & pageMask] === this.owner;
    this.cells = (isOwn ? page.chunks[chunk & pageMask] : undefined) ?? this.claim(chunk);
    this.base = this.baseOf(row);
    this.row = row;
    return this;
  }

  /** Sets a cell of the chosen row. */
  put(column: number, value: number): this {
    this.cells[this.base + column] = value;
    return this;
  }

  /** Adds to a cell of the chosen row. */
  increase(column: number, value: number): this {
    const cell = this.base + column;
    this.cells[cell] = (this.cells[cell] ?? 0) + value;
    return this;
  }

  /** A cell of the chosen row. */
  read(column: number): number {
    return this.cells[this.base + column] ?? 0;
  }

  copy(): StateTable<Column> {
    const copy = new StateTable(this.columns);
    copy.assign(this);
    return copy;
  }

  /** Becomes another table's equal; from then on each keeps to itself what it changes. */
  assign(other: StateTable<Column>): void {
    this.rows = other.rows;
    this.pages = other.pages;
    // What was the other's own belongs to both now: neither may change it.
    this.owner = ++owners;
    other.owner = ++owners;
  }

  /** Adds what the table is made of to a set of all that is known already, and returns the bytes that were new. */
  measure(known: Set<object>): number {
    let bytes = 0;
    const isNew = (part: object) => known.size < known.add(part).size;
    if (isNew(this.pages)) bytes += this.pages.length * 8;
    for (const page of this.pages) {
      if (!page || !isNew(page)) continue;
      bytes += page.owners.byteLength + page.chunks.length * 8;
      for (const chunk of page.chunks) if (chunk && isNew(chunk)) bytes += chunk.byteLength;
    }
    return bytes;
  }

  private baseOf(row: number): number {
    return (row & this.chunkMask) * this.width;
  }

  /** Makes a chunk this table's own, and all that leads to it. */
  private claim(chunk: number): Float64Array {
    const { owner } = this;
    if (this.pagesOwner !== owner) {
      this.pages = this.pages.slice();
      this.pagesOwner = owner;
    }
    const number = chunk >>> pageBits;
    let page = this.pages[number];
    if (page?.owner !== owner) {
      page = new Page(owner, page?.owners.slice(), page?.chunks.slice());
      while (this.pages.length < number) this.pages.push(undefined);
      this.pages[number] = page;
    }
    const at = chunk & pageMask;
    const cells = page.chunks[at]?.slice() ?? new Float64Array(this.width << this.chunkBits);
    while (page.chunks.length < at) page.chunks.push(undefined);
    page.chunks[at] = cells;
    page.owners[at] = owner;
    return cells;
  }
}
