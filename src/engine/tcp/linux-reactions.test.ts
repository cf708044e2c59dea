import { describe, expect, test } from 'vitest';
import { acknowledgements, linuxReactions, sequenceOffsets } from './testing/linux-reactions';
import { establishedServer, TcpScript, type SentSegment } from './testing/tcp-script';

/** What the endpoint answers to each kind of segment in each state, held against the kernel's answers cell by cell. */

const settings = { tailLossProbe: false } as const;
const flagNames = { S: 'SYN', F: 'FIN', R: 'RST', P: 'PSH', '.': 'ACK' } as const;

/** Where the endpoint deliberately answers otherwise (docs/tcp.md): a cell as `STATE flags offset acknowledgement`, and its letter. */
const differences: readonly (readonly [cell: RegExp, answer: string, why: string])[] = [
  [
    /^(?!CLOSED|LISTEN|SYN-SENT|SYN-REC|TIME)\S+ [0FP] (-300|70000)/,
    'a',
    'RFC 9293: acceptability comes before the ACK bit',
  ],
  [
    /^(?!CLOSED|LISTEN|SYN-SENT|SYN-REC|TIME)\S+ 0 -1/,
    'a',
    'RFC 9293: acceptability comes before the ACK bit',
  ],
  [/^SYN-RECEIVED F -1/, '-', 'the window begins where we last acknowledged, and what has no ACK is dropped'],
  [
    /^SYN-RECEIVED (?!R)\S+ (-300|70000) (?!next)/,
    'a',
    'RFC 9293: acceptability comes before the acknowledgement',
  ],
  [/^SYN-RECEIVED (\.|S\.) -1 (?!next)/, 'a', 'RFC 9293: acceptability comes before the acknowledgement'],
  [
    /^ESTABLISHED\+DATA P\. 0 ancient/,
    'a',
    'RFC 5961 section 5.2: the data goes with the ACK; the fast path of Linux keeps it',
  ],
  [
    /^(CLOSE-WAIT|CLOSING|LAST-ACK) F?P\. -1 (next|unacknowledged|old)/,
    '-',
    'RFC 9293: text beyond a FIN is ignored, not reset',
  ],
];

describe.each(statesOf(linuxReactions))('in %s', (state, lines) => {
  test.each(lines)('segments %s are answered as by Linux', (flags, groups) => {
    const expected = groups.map((group, offset) =>
      Array.from(group)
        .map((letter, index) => told(state, flags, offset, index, group.length, letter))
        .join(''),
    );
    const answers = groups.map((group, offset) =>
      Array.from(group)
        .map((_, index) => answer(state, flags, offset, group.length === 1 ? -1 : index))
        .join(''),
    );
    expect(answers.join(' ')).toBe(expected.join(' '));
  });
});

function told(
  state: string,
  flags: string,
  offset: number,
  index: number,
  letters: number,
  letter: string,
): string {
  const cell = [
    state,
    flags,
    sequenceOffsets[offset],
    ...(letters === 1 ? [] : [acknowledgements[index]]),
  ].join(' ');
  return differences.find(([pattern]) => pattern.test(cell))?.[1] ?? letter;
}

function statesOf(text: string): [state: string, lines: [flags: string, groups: string[]][]][] {
  const states: [string, [string, string[]][]][] = [];
  for (const line of text.trim().split('\n')) {
    const [first = '', ...groups] = line.trim().split(/\s+/);
    if (groups.length === 0) states.push([first, []]);
    else states.at(-1)?.[1].push([first, groups]);
  }
  return states;
}

/** RCV.NXT, SND.UNA and SND.NXT of a script. */
interface Numbers {
  readonly receive: number;
  readonly unacknowledged: number;
  readonly next: number;
}

function answer(state: string, flags: string, offset: number, index: number): string {
  const [script, numbers] = scriptIn(state);
  const before = script.sent.length;
  const begun = script.writer.now;
  const seq = numbers.receive + (sequenceOffsets[offset] ?? 0);
  const ack = [
    numbers.next,
    numbers.unacknowledged,
    numbers.next + 1000,
    numbers.unacknowledged - 100,
    numbers.unacknowledged - 200_000,
  ][index];
  const length = flags.includes('P') ? 100 : 0;
  const letters = Array.from(flags).filter((letter): letter is keyof typeof flagNames => letter in flagNames);
  const port = state === 'CLOSED' ? { port: 81 } : {};
  script.inject({
    flags: letters.map((letter) => flagNames[letter]).join(' '),
    seq,
    length,
    ...port,
    ...(ack === undefined ? {} : { ack }),
  });
  script.at(`${begun + 70e6}ns`);
  const end = seq + length + (flags.includes('F') ? 1 : 0) + (flags.includes('S') ? 1 : 0);
  return letterOf(script.sent.slice(before), begun, end, numbers, ack);
}

function letterOf(
  sent: readonly SentSegment[],
  begun: number,
  end: number,
  { receive }: Numbers,
  ack: number | undefined,
): string {
  const [first, second] = sent;
  if (!first) return '-';
  if (first.flags === 'RST' && first.seq === (ack ?? -1) >>> 0) return second?.flags === 'SYN' ? 'x' : 'r';
  if (first.flags === 'RST ACK' && first.ack === end >>> 0) return 'q';
  if (first.flags === 'SYN ACK') return 'y';
  if (first.flags === 'SYN') return 's';
  const late = first.at - begun > 20e6;
  if (first.flags === 'ACK' && sent.length === 1 && first.ack > receive) return late ? 'd' : 'n';
  if (first.flags === 'ACK' && sent.length === 1 && first.ack === receive) return 'a';
  return `(${sent.map((segment) => `${segment.flags} ${segment.seq} ${segment.ack}`).join(', ')})`;
}

/** An endpoint in a state, come to as in the recording. */
function scriptIn(state: string): [TcpScript, Numbers] {
  const opening = { receive: 0, unacknowledged: 0, next: 0 };
  if (state === 'CLOSED')
    return [new TcpScript(settings).listen().at('1ms'), { receive: 1, unacknowledged: 1, next: 1 }];
  if (state === 'LISTEN') return [new TcpScript(settings).listen().at('1ms'), opening];
  if (state === 'SYN-SENT') return [new TcpScript(settings).connect().at('10ms'), { ...opening, next: 1 }];
  if (state === 'SYN-RECEIVED')
    return [
      new TcpScript(settings).listen().inject({ flags: 'SYN', seq: 0, mss: 1460 }).at('10ms'),
      { receive: 1, unacknowledged: 0, next: 1 },
    ];
  const script = establishedServer(settings).inject({ flags: 'PSH ACK', seq: 1, ack: 1, length: 100 });
  script.at('110ms').write(1000).at('120ms').inject({ flags: 'ACK', seq: 101, ack: 1001 }).at('125ms');
  const open = { receive: 101, unacknowledged: 1001, next: 1001 };
  if (state === 'ESTABLISHED') return [script, open];
  if (state === 'ESTABLISHED+DATA') return [script.write(500).at('130ms'), { ...open, next: 1501 }];
  const fin = { flags: 'FIN ACK', seq: 101 };
  if (state === 'CLOSE-WAIT')
    return [script.inject({ ...fin, ack: 1001 }).at('200ms'), { ...open, receive: 102 }];
  if (state === 'LAST-ACK')
    return [
      script
        .inject({ ...fin, ack: 1001 })
        .at('200ms')
        .close()
        .at('210ms'),
      { ...open, receive: 102, next: 1002 },
    ];
  script.close().at('130ms');
  if (state === 'FIN-WAIT-1') return [script, { ...open, next: 1002 }];
  if (state === 'CLOSING')
    return [script.inject({ ...fin, ack: 1001 }).at('140ms'), { ...open, receive: 102, next: 1002 }];
  script.inject({ flags: 'ACK', seq: 101, ack: 1002 }).at('140ms');
  const acknowledged = { receive: 101, unacknowledged: 1002, next: 1002 };
  if (state === 'FIN-WAIT-2') return [script, acknowledged];
  return [script.inject({ ...fin, ack: 1002 }).at('150ms'), { ...acknowledged, receive: 102 }];
}
