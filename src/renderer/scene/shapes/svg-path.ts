/**
 * SVG path data as lines, for icons that a canvas draws: M, L, H, V, A with equal radii, and Z, absolute or relative. Arcs
 * become chords. Throws a TypeError for other commands: icons of kinds are drawn with these.
 */
export interface PathLine {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** Chords of a quarter of a circle: at the size of an icon no corner shows. */
const chordsPerQuarter = 3;
/** A flag of an arc needs no separator; a number may begin with a dot. */
const numberPattern = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/y;
const separator = /[\s,]*/y;
const parameters: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, A: 7, Z: 0 };

/** The lines of a path, in the units of its data. */
export function pathLines(data: string): PathLine[] {
  const pen = new Pen();
  for (const { command, numbers } of commandsOf(data)) pen.draw(command, numbers);
  return pen.lines;
}

class Pen {
  readonly lines: PathLine[] = [];
  private x = 0;
  private y = 0;
  private startX = 0;
  private startY = 0;

  draw(command: string, numbers: readonly number[]): void {
    const isRelative = command === command.toLowerCase();
    const offsetX = isRelative ? this.x : 0;
    const offsetY = isRelative ? this.y : 0;
    const [first = 0, second = 0] = numbers;
    switch (command.toUpperCase()) {
      case 'M':
        this.x = this.startX = first + offsetX;
        this.y = this.startY = second + offsetY;
        break;
      case 'L':
        this.lineTo(first + offsetX, second + offsetY);
        break;
      case 'H':
        this.lineTo(first + offsetX, this.y);
        break;
      case 'V':
        this.lineTo(this.x, first + offsetY);
        break;
      case 'A': {
        const [, , , large = 0, sweep = 0, toX = 0, toY = 0] = numbers;
        this.arcTo(first, large === 1, sweep === 1, toX + offsetX, toY + offsetY);
        break;
      }
      default:
        this.lineTo(this.startX, this.startY);
    }
  }

  private lineTo(x: number, y: number): void {
    this.lines.push({ fromX: this.x, fromY: this.y, toX: x, toY: y });
    this.x = x;
    this.y = y;
  }

  /** SVG 2, section B.2.4: from end points to centre, for a circle. */
  private arcTo(radius: number, large: boolean, sweep: boolean, x: number, y: number): void {
    const halfX = (x - this.x) / 2;
    const halfY = (y - this.y) / 2;
    const half = Math.hypot(halfX, halfY);
    if (half === 0) return;
    const r = Math.max(radius, half);
    const away = (Math.sqrt(Math.max(0, r * r - half * half)) / half) * (large === sweep ? -1 : 1);
    const centreX = this.x + halfX - halfY * away;
    const centreY = this.y + halfY + halfX * away;
    const from = Math.atan2(this.y - centreY, this.x - centreX);
    let turn = Math.atan2(y - centreY, x - centreX) - from;
    if (sweep && turn < 0) turn += 2 * Math.PI;
    if (!sweep && turn > 0) turn -= 2 * Math.PI;
    const chords = Math.max(1, Math.ceil((Math.abs(turn) / (Math.PI / 2)) * chordsPerQuarter));
    for (let chord = 1; chord < chords; chord += 1) {
      const angle = from + (turn * chord) / chords;
      this.lineTo(centreX + r * Math.cos(angle), centreY + r * Math.sin(angle));
    }
    this.lineTo(x, y);
  }
}

function* commandsOf(data: string): Generator<{ command: string; numbers: number[] }> {
  let at = 0;
  let command = '';
  while ((at = skip(data, at)) < data.length) {
    if (/[A-Za-z]/.test(data.charAt(at))) command = data.charAt(at++);
    const count = parameters[command.toUpperCase()];
    if (count === undefined) throw new TypeError(`${JSON.stringify(command)} in path ${data}`);
    const numbers: number[] = [];
    for (let index = 0; index < count; index += 1) {
      at = skip(data, at);
      const isFlag = count === 7 && (index === 3 || index === 4);
      const text = isFlag ? data.charAt(at) : numberAt(data, at);
      if (text === '' || (isFlag && text !== '0' && text !== '1'))
        throw new TypeError(`no number at ${at} of path ${data}`);
      numbers.push(Number(text));
      at += text.length;
    }
    yield { command, numbers };
    // Further pairs after a move are lines (SVG 2, section 9.3.3).
    if (command === 'M') command = 'L';
    if (command === 'm') command = 'l';
  }
}

function skip(data: string, at: number): number {
  separator.lastIndex = at;
  return at + (separator.exec(data)?.[0].length ?? 0);
}

function numberAt(data: string, at: number): string {
  numberPattern.lastIndex = at;
  return numberPattern.exec(data)?.[0] ?? '';
}
