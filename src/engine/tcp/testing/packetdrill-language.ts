/**
 * The part of packetdrill's language (google/packetdrill) that says what a TCP endpoint does: timed segments in both
 * directions, the application's calls, the kernel's settings and assertions on its figures. What is left out is the socket
 * interface itself (descriptors, poll, control messages) and everything that is not TCP over IPv4.
 */

/** When an event happens, seconds: not before `from`, and not after `to` where a range is given. */
export interface EventTime {
  readonly relative: boolean;
  readonly from: number;
  readonly to: number | undefined;
}

/** A segment as a script writes it. Sequence numbers are relative to each side's SYN. */
export interface DrillSegment {
  readonly direction: 'in' | 'out';
  /** Letters of packetdrill: S F R P . E W, or none. */
  readonly flags: string;
  readonly start: number;
  readonly length: number;
  readonly ack: number | undefined;
  readonly window: number | undefined;
  readonly codepoint: 'noecn' | 'ect0' | 'ect1' | 'ce' | undefined;
  /** Undefined: any options (`<...>`). */
  readonly options: DrillOptions | undefined;
}

export interface DrillOptions {
  readonly mss?: number;
  readonly windowScale?: number;
  readonly sackPermitted?: boolean;
  readonly sack: readonly (readonly [number, number])[];
  readonly timestamps?: { readonly value: number; readonly echo: number };
}

export type DrillEvent = { readonly time: EventTime; readonly line: number } & (
  | { readonly kind: 'segment'; readonly segment: DrillSegment }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: string; readonly result: string }
  | { readonly kind: 'check'; readonly code: string }
  | { readonly kind: 'shell'; readonly command: string }
);

export interface DrillScript {
  readonly settings: ReadonlyMap<string, string>;
  /** Shell lines before the first event. */
  readonly preamble: string;
  readonly events: readonly DrillEvent[];
}

const timePattern = /^\s*(\+?)(\d*\.?\d*)(?:\s*(?:~\+|\.\.\.|~)\s*(\d*\.?\d+))?\s+(?=[<>%`a-z])/;

/** Reads a script. Throws a SyntaxError that names the line it cannot read. */
export function parsePacketdrill(text: string): DrillScript {
  const lines = text.split('\n').map((line) => line.replace(/\/\/.*$/, ''));
  const settings = new Map<string, string>();
  const events: DrillEvent[] = [];
  let preamble = '';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const option = /^--(\w+)(?:=(\S+))?/.exec(line);
    if (option) settings.set(option[1] as string, option[2] ?? '');
    else if (line.trimStart().startsWith('`')) {
      const [command, last] = block(lines, at, line.indexOf('`'), '`', '`');
      preamble += command;
      at = last;
    } else if (line.trim() !== '') {
      const [event, last] = readEvent(lines, at);
      events.push(event);
      at = last;
    }
  }
  return { settings, preamble, events };
}

function readEvent(lines: readonly string[], at: number): [DrillEvent, number] {
  const line = lines[at] ?? '';
  const found = timePattern.exec(line);
  if (!found) throw new SyntaxError(`line ${at + 1}: no event: ${line.trim()}`);
  const time: EventTime = {
    relative: found[1] === '+',
    from: Number(found[2] === '' ? 0 : found[2]),
    to: found[3] === undefined ? undefined : Number(found[3]),
  };
  const begin = found[0].length;
  const base = { time, line: at + 1 };
  const mark = line[begin];
  if (mark === '<' || mark === '>')
    return [{ ...base, kind: 'segment', segment: parseSegment(line.slice(begin), at + 1) }, at];
  if (mark === '`') {
    const [command, last] = block(lines, at, begin, '`', '`');
    return [{ ...base, kind: 'shell', command }, last];
  }
  if (mark === '%') {
    const [code, last] = block(lines, at, begin, '%{', '}%');
    return [{ ...base, kind: 'check', code }, last];
  }
  return readCall(lines, at, begin, base);
}

function readCall(
  lines: readonly string[],
  at: number,
  begin: number,
  base: { readonly time: EventTime; readonly line: number },
): [DrillEvent, number] {
  let text = (lines[at] ?? '').slice(begin);
  let last = at;
  while (openBrackets(text) > 0 && last + 1 < lines.length) text += lines[++last] ?? '';
  const call = /^(\w+)\((.*)\)\s*=\s*([^=]*)$/.exec(text.trim());
  if (!call) throw new SyntaxError(`line ${at + 1}: no call: ${text.trim()}`);
  const [, name = '', parameters = '', result = ''] = call;
  return [{ ...base, kind: 'call', name, parameters, result: result.trim() }, last];
}

function openBrackets(text: string): number {
  return text.split('(').length - text.split(')').length;
}

/** The text between two marks that may stand on different lines, and the line of the second. */
function block(
  lines: readonly string[],
  at: number,
  begin: number,
  open: string,
  close: string,
): [string, number] {
  let text = (lines[at] ?? '').slice(begin + open.length);
  let last = at;
  while (!text.includes(close)) {
    if (last + 1 >= lines.length) throw new SyntaxError(`line ${at + 1}: no ${close} for ${open}`);
    text += `\n${lines[++last] ?? ''}`;
  }
  return [text.slice(0, text.indexOf(close)), last];
}

const segmentPattern =
  /^([<>])\s*(?:\[(\w+)\]\s*)?([SFRPEWC.-]+)\s+(\d+):(\d+)\((\d+)\)(?:\s+ack\s+(\d+))?(?:\s+win\s+(\d+))?\s*(?:<(.*)>)?\s*$/;

function parseSegment(text: string, line: number): DrillSegment {
  const found = segmentPattern.exec(text.trim());
  if (!found) throw new SyntaxError(`line ${line}: no segment: ${text.trim()}`);
  const [, mark, codepoint, flags = '', start, , length, ack, window, options] = found;
  return {
    direction: mark === '<' ? 'in' : 'out',
    flags: flags.replace('-', ''),
    start: Number(start),
    length: Number(length),
    ack: ack === undefined ? undefined : Number(ack),
    window: window === undefined ? undefined : Number(window),
    codepoint: codepoint as DrillSegment['codepoint'],
    options: options === '...' ? undefined : parseOptions(options ?? ''),
  };
}

function parseOptions(text: string): DrillOptions {
  const number = (pattern: RegExp) => {
    const found = pattern.exec(text);
    return found ? Number(found[1]) : undefined;
  };
  const mss = number(/mss (\d+)/);
  const windowScale = number(/wscale (\d+)/);
  const stamps = /TS val (\d+) ecr (\d+)/.exec(text);
  const blocks = /sack ((?:\d+:\d+\s*)+)/.exec(text)?.[1] ?? '';
  return {
    ...(mss === undefined ? {} : { mss }),
    ...(windowScale === undefined ? {} : { windowScale }),
    ...(text.includes('sackOK') ? { sackPermitted: true } : {}),
    ...(stamps ? { timestamps: { value: Number(stamps[1]), echo: Number(stamps[2]) } } : {}),
    sack: [...blocks.matchAll(/(\d+):(\d+)/g)].map(
      ([, left, right]) => [Number(left), Number(right)] as const,
    ),
  };
}
