import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePacketdrill } from './testing/packetdrill-language';
import { Deviation, NotApplicable, runPacketdrill, settingsOf } from './testing/packetdrill-run';

/**
 * Scripts in packetdrill's own language. The public suite (google/packetdrill, folder gtests/net/tcp) is run where
 * HOPLAB_PACKETDRILL names the folder of a copy.
 */
const suite = process.env.HOPLAB_PACKETDRILL ?? '';
const suiteIsThere = existsSync(suite);
if (!suiteIsThere)
  console.log('The public packetdrill suite is not run: HOPLAB_PACKETDRILL names no folder that holds it.');

/** Scripts of the public suite that the endpoint deliberately does not follow, and why. */
const differences: Readonly<Record<string, string>> = {
  'cubic/cubic-bulk-166k-idle-restart.pkt': 'HyStart is not modelled',
  'cubic/cubic-bulk-166k.pkt': 'HyStart is not modelled',
  'cubic/cubic-hystart-delay-rtt-jumps-upward.pkt': 'HyStart is not modelled',
  'cubic/cubic-rto-ss-ca-cwnd-bump.pkt':
    'RFC 9438 grows by fractions, one ACK earlier than the kernel rounds',
  'cwnd_moderation/cwnd-moderation-ecn-enter-cwr-no-moderation-700.pkt':
    'RFC 9937 lets one segment more go on a safe ACK',
  'fast_retransmit/fr-4pkt-fack-last-mss.pkt': 'a quarter of the round trip is 25 ms, not 40 ms',
  'gro/gro-mss-option.pkt':
    'its data acknowledges less than was ever sent, which Linux since 6.7 refuses (RFC 5961 section 5.2)',
  'ts_recent/invalid_ack.pkt':
    'an ACK of what was never sent is answered, as by Linux since 6.18 (RFC 9293 section 3.10.7.4)',
  'slow_start/slow-start-fq-ack-per-2pkt.pkt': 'pacing is not modelled',
};

/** Folders of the suite that are about what the lab leaves out (docs/tcp.md). */
const leftOut: readonly (readonly [path: RegExp, why: string])[] = [
  [/^fastopen\b/, 'TCP Fast Open is left out'],
  [/^mtu_probe\b/, 'the MTU of a way is known beforehand: nothing is probed'],
];

function scriptsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return scriptsIn(path);
    return entry.name.endsWith('.pkt') ? [path] : [];
  });
}

describe.skipIf(!suiteIsThere)('the public suite', () => {
  for (const name of suiteIsThere ? scriptsIn(suite).map((path) => relative(suite, path)) : [])
    test(name, ({ skip }) => {
      const [, why] = leftOut.find(([path]) => path.test(name)) ?? [];
      if (why) skip(why);
      let problem: unknown;
      try {
        runPacketdrill(readFileSync(join(suite, name), 'utf8'));
      } catch (error) {
        if (error instanceof NotApplicable || error instanceof SyntaxError) skip(error.message);
        problem = error;
      }
      // Only a deviation is a known difference: any other error is the runner's.
      if (problem && !(differences[name] && problem instanceof Deviation)) throw problem as Error;
      if (differences[name]) expect(problem, differences[name]).toBeDefined();
    });
});

const handshake = `
   0 listen(3, 1) = 0
   +0 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>
   +0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK,nop,wscale 8>
  +.1 < . 1:1(0) ack 1 win 257
   +0 accept(3, ..., ...) = 4
`;
const plain = '`sysctl -q net.ipv4.tcp_timestamps=0`\n';

test('a script that the endpoint follows runs through', () => {
  runPacketdrill(`${plain}${handshake}
   +0 write(4, ..., 12000) = 12000
   +0 > P. 1:10001(10000) ack 1
   +0 %{ assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd }%
  +.1 < . 1:1(0) ack 2001 win 257
   +0 > P. 10001:12001(2000) ack 1
   +0 %{ assert tcpi_snd_cwnd == 12, tcpi_snd_cwnd }%`);
});

test.each([
  ['a wrong length', '+0 > P. 1:5001(5000) ack 1', 'line 9: expected PSH ACK 1:5001 by'],
  ['a wrong time', '+.5 > P. 1:4001(4000) ack 1', 'line 9: expected PSH ACK 1:4001 at 0.596 s, sent early'],
  ['a wrong flag', '+0 > F. 1:4001(4000) ack 1', 'expected FIN ACK of 4000 bytes'],
  ['a SACK block', '+0 > P. 1:4001(4000) ack 1 <sack 1:2,nop,nop>', 'SACK blocks'],
  ['a wrong window', '+0 %{ assert tcpi_snd_cwnd == 11, tcpi_snd_cwnd }%', 'tcpi_snd_cwnd is 10, not == 11'],
])('a script that expects %s fails, and says where', (_, line, message) => {
  const text = `${plain}${handshake}+0 write(4, ..., 4000) = 4000\n${line}\n+0 > . 5001:5002(1) ack 1`;
  expect(() => runPacketdrill(text)).toThrow(message);
});

test('comparisons are chained and joined as in Python, and each must hold', () => {
  const assert = (code: string) => () => runPacketdrill(`${plain}${handshake}+0 %{ assert ${code} }%`);
  expect(assert('1 <= tcpi_snd_cwnd <= 10 and tcpi_unacked == 0')).not.toThrow();
  expect(assert('1 <= tcpi_snd_cwnd < 10')).toThrow('tcpi_snd_cwnd is 10, not < 10');
  expect(assert('tcpi_snd_cwnd == 10 and tcpi_unacked != 0')).toThrow('tcpi_unacked is 0, not != 0');
});

test('a figure that the lab does not have takes a script out of what applies, instead of holding', () => {
  const script = `${plain}${handshake}+0 %{ assert tcpi_pmtu == 1500 }%`;
  expect(() => runPacketdrill(script)).toThrow(NotApplicable);
});

test('what the endpoint does otherwise is a deviation, and nothing else is', () => {
  expect(() => runPacketdrill(`${plain}${handshake}+0 > . 1:1(0) ack 1`)).toThrow(Deviation);
  expect(() => runPacketdrill('0 > . 1:1(0) ack 1\n+0 nonsense')).toThrow(SyntaxError);
});

test('a script is read: times, segments, options, calls over several lines, checks', () => {
  const script = parsePacketdrill(`--tolerance_usecs=1000
// a comment
\`sysctl -q net.ipv4.tcp_early_retrans=0\`
  +.1~+.2 > [ect0] P. 1:1001(1000) ack 1 win 5 <nop,nop,TS val 7 ecr 9,sack 5:6 8:9>
+.002 ... 0.004 connect(4, ...,
   ...) = 0
0 %{ a = 1
assert a == 1 }%`);
  expect(script.settings.get('tolerance_usecs')).toBe('1000');
  expect(settingsOf(script).tailLossProbe).toBe(false);
  const [segment, call, check] = script.events;
  expect(segment).toMatchObject({
    time: { relative: true, from: 0.1, to: 0.2 },
    segment: {
      direction: 'out',
      flags: 'P.',
      start: 1,
      length: 1000,
      ack: 1,
      window: 5,
      codepoint: 'ect0',
      options: {
        sack: [
          [5, 6],
          [8, 9],
        ],
        timestamps: { value: 7, echo: 9 },
      },
    },
  });
  expect(call).toMatchObject({ kind: 'call', name: 'connect', result: '0', time: { to: 0.004 } });
  expect(check).toMatchObject({ kind: 'check', time: { relative: false, from: 0 } });
  expect(() => parsePacketdrill('+0 < X 1:2')).toThrow('line 1: no segment');
});
