import { relativeAcknowledgement } from '../../../shared/trace/relative-acknowledgement';
import { resolveTcp } from '../../../shared/protocols/tcp-parameters';
import type { TcpSettings } from '../../../shared/lab/document';
import { tcpFlagNames } from '../../../shared/trace/packet';
import { EventKind } from '../../kernel/event-kinds';
import { EventQueue } from '../../kernel/event-queue';
import { randomStream } from '../../kernel/random-streams';
import { Contents } from '../../trace/contents';
import { TraceWriter } from '../../trace/trace-writer';
import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import { TcpEndpoint } from '../endpoint';

/** A segment as one end's capture shows it: `>` leaves this end, `<` arrives. */
export interface CapturedSegment {
  readonly at: number;
  readonly direction: '>' | '<';
  readonly flags: string;
  readonly seq: number;
  readonly ack: number;
  readonly length: number;
}

const onTime = [0] as const;
const addresses = [0x0a000001, 0x0a000002] as const;

/** Two endpoints joined by nothing but a delay: what they say to each other, as captured at each end. */
export class TcpPair {
  readonly events = new EventQueue();
  readonly writer = new TraceWriter();
  readonly captures: [CapturedSegment[], CapturedSegment[]] = [[], []];
  readonly endpoints: readonly [TcpEndpoint, TcpEndpoint];
  private carried = 0;

  /** `fate`: by how much each copy of the n-th packet is late besides, nanoseconds; none: it is lost. */
  constructor(
    private readonly delay: number,
    settings: TcpSettings,
    private readonly fate: (packet: number) => readonly number[] = () => onTime,
  ) {
    this.endpoints = [this.endpoint(0, settings), this.endpoint(1, settings)];
  }

  connect(listener: Partial<StreamListener>): ByteStream {
    const stream = this.endpoints[0].connect(addresses[0], addresses[1], 80, full(listener));
    if (!stream) throw new Error('no port');
    return stream;
  }

  listen(listener: Partial<StreamListener>): void {
    this.endpoints[1].listen(80, () => full(listener));
  }

  /** Lets an action happen at a time. */
  at(time: number, action: () => void): void {
    this.run(time);
    this.writer.now = time;
    action();
  }

  run(until = Infinity): void {
    while (this.events.nextTime() <= until && this.events.pop()) {
      this.writer.now = this.events.time;
      const { kind, a, b } = this.events;
      if (kind === EventKind.tcpTimer) this.endpoints[a as 0 | 1].timerDue(b);
      else if (kind === EventKind.timeWait) this.endpoints[a as 0 | 1].timeWaitDue();
      else this.arrive(a as 0 | 1, b);
    }
  }

  private endpoint(index: 0 | 1, settings: TcpSettings): TcpEndpoint {
    return new TcpEndpoint({
      device: index,
      parameters: resolveTcp(settings),
      events: this.events,
      writer: this.writer,
      contents: new Contents(this.writer),
      random: randomStream(11, `pair ${index}`),
      transmit: (packet) => {
        this.capture(index, '>', packet);
        for (const late of this.fate(this.carried++))
          this.events.push(this.writer.now + this.delay + late, EventKind.script, 1 - index, packet);
      },
      pathMtu: () => 1500,
      deviceOf: (address) => addresses.indexOf(address as (typeof addresses)[number]),
    });
  }

  private arrive(index: 0 | 1, packet: number): void {
    this.capture(index, '<', packet);
    this.endpoints[index].receive(packet, 0);
  }

  private capture(index: 0 | 1, direction: '>' | '<', packet: number): void {
    const { trace, now } = this.writer;
    this.captures[index].push({
      at: now,
      direction,
      flags: tcpFlagNames(trace.flags(packet)).join(' '),
      seq: trace.relativeSequence(packet),
      ack: relativeAcknowledgement(trace, packet),
      length: trace.payloadBytes(packet),
    });
  }
}

function full(listener: Partial<StreamListener>): StreamListener {
  const nothing = () => undefined;
  return {
    onOpen: nothing,
    onData: nothing,
    onEnd: nothing,
    onError: nothing,
    onClosed: nothing,
    ...listener,
  };
}
