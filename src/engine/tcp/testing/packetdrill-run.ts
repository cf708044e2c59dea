import type { TcpSettings } from '../../../shared/lab/document';
import type { TcpConnection } from '../connection/connection';
import { SentFlag } from '../connection/sent-segments';
import {
  parsePacketdrill,
  type DrillEvent,
  type DrillOptions,
  type DrillScript,
  type DrillSegment,
} from './packetdrill-language';
import { TcpScript, type ScriptedSegment, type SentSegment } from './tcp-script';

/** The endpoint does something else than a script says; any other error is a fault of the runner. */
export class Deviation extends Error {}

/** What a script needs that is no TCP endpoint's business, or that the lab leaves out (docs/tcp.md). */
export class NotApplicable extends Error {}

const flagNames: Readonly<Record<string, string>> = {
  S: 'SYN',
  F: 'FIN',
  R: 'RST',
  P: 'PSH',
  '.': 'ACK',
  E: 'ECE',
  W: 'CWR',
};
const codepoints = { noecn: 0, ect1: 1, ect0: 2, ce: 3 } as const;
const congestionStates = ['TCP_CA_Open', 'TCP_CA_Disorder', 'TCP_CA_CWR', 'TCP_CA_Recovery', 'TCP_CA_Loss'];
type Comparable = string | number | boolean | undefined;
type Wanted = (what: string, value: Comparable, actual: Comparable) => void;
const infiniteThreshold = 0x7fffffff;
const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
};

/** Runs a packetdrill script against an endpoint; throws where the endpoint does something else. */
export function runPacketdrill(text: string): void {
  new DrillRun(parsePacketdrill(text)).run();
}

/** The kernel settings of a script's shell lines, as a lab document has them. */
export function settingsOf(script: DrillScript): TcpSettings {
  const sysctl = (name: string) => new RegExp(`${name}[= ]"?(\\w+)`).exec(script.preamble)?.[1];
  const control = sysctl('tcp_congestion_control');
  const calls = script.events.flatMap((event) => (event.kind === 'call' ? [event] : []));
  const option = (name: string) =>
    calls
      .find((call) => call.name === 'setsockopt' && call.parameters.includes(name))
      ?.parameters.match(/\[(\d+)\]/)?.[1];
  const segment = option('TCP_MAXSEG');
  return {
    timestamps: sysctl('tcp_timestamps') !== '0',
    selectiveAcknowledgement: sysctl('tcp_sack') !== '0',
    windowScale: 8,
    receiveBuffer: '540000B',
    congestionControl: control === 'reno' ? 'newreno' : 'cubic',
    tailLossProbe: sysctl('tcp_early_retrans') !== '0',
    explicitCongestionNotification: ['1', '2'].includes(sysctl('tcp_ecn') ?? '0'),
    nagle: option('TCP_NODELAY') !== '1',
    ...(segment === undefined ? {} : { maximumSegmentSize: Number(segment) }),
    synRetries: Number(sysctl('tcp_syn_retries') ?? 5),
    synLinearTimeouts: Number(sysctl('tcp_syn_linear_timeouts') ?? 4),
  };
}

class DrillRun {
  private readonly tcp: TcpScript;
  private readonly tolerance: number;
  private readonly variables = new Map<string, number>();
  private scriptTime = 0;
  private checked = 0;
  /** What the script's local timestamps are ahead of ours. */
  private stampOffset: number | undefined;
  private closed = false;
  private paused = false;

  constructor(private readonly script: DrillScript) {
    const slowStartAfterIdle = /tcp_slow_start_after_idle=1/.test(script.preamble);
    this.tcp = new TcpScript(settingsOf(script), { slowStartAfterIdle });
    this.tolerance = Number(script.settings.get('tolerance_usecs') ?? 4000) * 1e3;
    congestionStates.forEach((name, index) => this.variables.set(name, index));
  }

  run(): void {
    for (const event of this.script.events) {
      try {
        this.take(event);
      } catch (error) {
        if (error instanceof Deviation)
          throw new Deviation(`line ${event.line}: ${error.message}`, { cause: error });
        throw error;
      }
    }
  }

  private take(event: DrillEvent): void {
    const { relative, from, to } = event.time;
    const base = relative ? this.scriptTime : 0;
    const begin = Math.round(base + from * 1e9);
    this.scriptTime = begin;
    if (event.kind === 'segment' && event.segment.direction === 'out') {
      const end = to === undefined ? begin : Math.round(base + to * 1e9);
      this.expectSent(event.segment, begin - this.tolerance, end + this.tolerance);
      if (to !== undefined) this.scriptTime = Math.max(begin, this.tcp.writer.now);
      return;
    }
    this.passTo(begin);
    if (event.kind === 'segment') this.tcp.inject(this.injected(event.segment));
    else if (event.kind === 'check') this.check(event.code);
    else if (event.kind === 'call') this.call(event.name, event.parameters);
    else if (!event.command.includes('sleep')) throw new NotApplicable(`shell: ${event.command.trim()}`);
  }

  private passTo(time: number): void {
    this.tcp.at(`${Math.max(time, this.tcp.writer.now)}ns`);
  }

  private call(name: string, parameters: string): void {
    const { tcp } = this;
    const amount = Number(/,\s*(\d+)(?:,\s*\w+)?$/.exec(parameters)?.[1] ?? 0);
    if (name === 'listen') tcp.listen();
    else if (name === 'connect') tcp.connect();
    else if (name === 'accept') this.accept();
    else if (name === 'write' || (name === 'send' && !parameters.includes('MSG_'))) {
      if (!this.closed) tcp.write(amount);
    } else if (parameters.includes('MSG_')) throw new NotApplicable(`call: ${name}`);
    else if (name === 'read' || name === 'recv') this.read();
    else if (name === 'shutdown' && parameters.includes('SHUT_RD')) {
      if (parameters.includes('SHUT_RDWR')) this.close();
    } else if (name === 'shutdown') this.close();
    else if (name === 'close') this.close();
    else if (!['socket', 'bind', 'fcntl', 'setsockopt', 'getsockopt', 'ioctl'].includes(name))
      throw new NotApplicable(`call: ${name}`);
    else if (/TCP_USER_TIMEOUT|TCP_CORK|SO_RCVBUF|SO_LINGER|TCP_FASTOPEN|TCP_MD5|IP_TOS/.test(parameters))
      throw new NotApplicable(`option: ${parameters}`);
  }

  /** The application reads only when the script says so. */
  private accept(): void {
    // A blocking accept() may come before the connection.
    if (!this.tcp.stream) return;
    this.paused = true;
    this.tcp.pauseReading();
  }

  private read(): void {
    this.tcp.resumeReading();
    if (this.paused) this.tcp.pauseReading();
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    this.tcp.close();
  }

  private injected(segment: DrillSegment): ScriptedSegment {
    const { options } = segment;
    const { timestamps } = options ?? {};
    return {
      flags: flagsOf(segment),
      seq: segment.start,
      length: segment.length,
      window: segment.window ?? 65535,
      ecn: segment.codepoint ? codepoints[segment.codepoint] : 0,
      ...(segment.ack === undefined ? {} : { ack: segment.ack }),
      ...(options?.mss === undefined ? {} : { mss: options.mss }),
      ...(options?.windowScale === undefined ? {} : { windowScale: options.windowScale }),
      ...(options?.sackPermitted ? { sackPermitted: true } : {}),
      ...(options && options.sack.length > 0 ? { sack: options.sack } : {}),
      ...(timestamps
        ? {
            timestamps: true,
            stamp: timestamps.value,
            rawEcho: (timestamps.echo - (this.stampOffset ?? 0)) >>> 0,
          }
        : {}),
    };
  }

  /** The next segment sent, or several that a script shows as one (segmentation offload), between two times. */
  private expectSent(expected: DrillSegment, from: number, until: number): void {
    let joined = this.nextSent(expected, from, until);
    this.compare(expected, joined);
    while (joined.length < expected.length) {
      const more = this.nextSent(expected, from, until);
      if (more.seq !== joined.seq + joined.length)
        throw new Deviation(`${show(more)} does not continue ${show(joined)}`);
      joined = { ...joined, length: joined.length + more.length, flags: more.flags };
    }
    const flags = flagsOf(expected).replace('PSH ', '');
    if (joined.length !== expected.length || joined.flags.replace('PSH ', '') !== flags)
      throw new Deviation(`expected ${flags} of ${expected.length} bytes, sent ${show(joined)}`);
  }

  private nextSent(expected: DrillSegment, from: number, until: number): SentSegment {
    const wanted = `${flagsOf(expected)} ${expected.start}:${expected.start + expected.length}`;
    if (!this.tcp.runUntilSent(this.checked, until))
      throw new Deviation(`expected ${wanted} by ${until / 1e9} s, nothing sent`);
    const sent = this.tcp.sent[this.checked] as SentSegment;
    this.checked += 1;
    if (sent.at < from)
      throw new Deviation(`expected ${wanted} at ${from / 1e9} s, sent early: ${show(sent)}`);
    return sent;
  }

  private compare(expected: DrillSegment, sent: SentSegment): void {
    const problems: string[] = [];
    const want: Wanted = (what, value, actual) => {
      if (value !== undefined && value !== actual)
        problems.push(`${what} ${String(actual)}, not ${String(value)}`);
    };
    want('sequence', expected.start, sent.seq);
    want('acknowledgement', expected.ack, sent.ack);
    want('window', expected.window, sent.window);
    if (expected.codepoint) want('codepoint', codepoints[expected.codepoint], sent.ecn);
    if (expected.options) this.compareOptions(expected.options, sent, want);
    if (problems.length > 0) throw new Deviation(`${problems.join('; ')}: ${show(sent)}`);
    if (expected.options?.timestamps && sent.stamps)
      this.stampOffset ??= expected.options.timestamps.value - sent.stamps[0];
  }

  private compareOptions(options: DrillOptions, sent: SentSegment, want: Wanted): void {
    want('MSS', options.mss ?? 0, sent.mss);
    want('SACK permitted', options.sackPermitted ?? false, sent.sackPermitted);
    if (sent.flags.includes('SYN')) want('window scale', options.windowScale ?? -1, sent.windowScale);
    want('SACK blocks', JSON.stringify(options.sack), JSON.stringify(sent.sack));
    if (options.timestamps) want('TSecr', options.timestamps.echo, sent.stamps?.[1]);
  }

  /** Assignments, and assertions on tcp_info: one on a figure that the lab does not have takes the script out of what applies. */
  private check(code: string): void {
    const statements = code.split(/[\n;]/).map((line) => line.replace(/#.*$/, '').trim());
    for (const statement of statements.filter((text) => text !== '')) {
      const [, name = '', operator = '', value = ''] = /^(\w+)\s*(\+?=)\s*([^=].*)$/.exec(statement) ?? [];
      const [, assertion] = /^assert\s+([^,]*)/.exec(statement) ?? [];
      if (assertion) for (const part of assertion.split(/\band\b/)) this.hold(part.trim());
      else if (name)
        this.variables.set(
          name,
          operator === '+=' ? this.value(name) + this.value(value) : this.value(value),
        );
      else throw new NotApplicable(`check: ${statement}`);
    }
  }

  /** One comparison, or a chain of them (`1 <= a < 3`). */
  private hold(assertion: string): void {
    const parts = assertion.replace(/^\((.*)\)$/, '$1').split(/\s*(==|!=|<=|>=|<|>)\s*/);
    if (parts.length < 3) throw new NotApplicable(`assertion: ${assertion}`);
    for (let at = 0; at + 2 < parts.length; at += 2) {
      const [left = '', operator = '', right = ''] = parts.slice(at, at + 3);
      const [actual, wanted] = [this.value(left), this.value(right)];
      if (!comparisons[operator]?.(actual, wanted))
        throw new Deviation(`${left} is ${actual}, not ${operator} ${wanted}`);
    }
  }

  private value(text: string): number {
    const trimmed = text.trim();
    if (/^-?(0x[\da-f]+|\d+(\.\d+)?)$/.test(trimmed)) return Number(trimmed);
    const value = this.variables.get(trimmed) ?? this.figure(trimmed);
    if (value === undefined) throw new NotApplicable(`figure: ${trimmed}`);
    return value;
  }

  private figure(name: string): number | undefined {
    const connection = this.tcp.stream as TcpConnection | undefined;
    if (!connection) return undefined;
    const { congestion, maximumSegmentSize: segment, sent } = connection;
    const marked = (flag: number) =>
      Array.from({ length: sent.count }, (_, index) => index).filter((index) => sent.has(index, flag)).length;
    if (name === 'tcpi_snd_cwnd') return Math.floor(congestion.window / segment);
    if (name === 'tcpi_snd_ssthresh')
      return congestion.threshold === Infinity
        ? infiniteThreshold
        : Math.floor(congestion.threshold / segment);
    if (name === 'tcpi_unacked') return sent.count;
    if (name === 'tcpi_sacked') return marked(SentFlag.sacked);
    if (name === 'tcpi_lost') return marked(SentFlag.lost);
    if (name === 'tcpi_retrans') return marked(SentFlag.retransmitted);
    if (name === 'tcpi_backoff') return connection.roundTrip.backoff;
    if (name === 'tcpi_probes') return connection.probesSent;
    if (name === 'tcpi_ca_state' && connection.inLossRecovery) return congestionStates.indexOf('TCP_CA_Loss');
    if (name === 'tcpi_ca_state' && connection.inRecovery) return congestionStates.indexOf('TCP_CA_Recovery');
    return undefined;
  }
}

function flagsOf({ flags }: DrillSegment): string {
  const letters = ['F', 'S', 'R', 'P', '.', 'E', 'W'].filter((letter) => flags.includes(letter));
  return letters.map((letter) => flagNames[letter]).join(' ');
}

function show(sent: SentSegment): string {
  return `${sent.flags} ${sent.seq}:${sent.seq + sent.length} ack ${sent.ack} at ${sent.at / 1e9} s`;
}
