import { protocolTcp } from '../../shared/trace/packet';
import type { EventQueue } from '../kernel/event-queue';
import type { TcpEndpoint } from '../tcp/endpoint';
import type { TraceWriter } from '../trace/trace-writer';
import type { UdpEndpoint } from '../udp/endpoint';
import { DeferredCalls } from './deferred-calls';

/** The protocols of a host, for one life of it: a crash takes them, a restart brings new ones. */
export class HostStack {
  readonly deferred: DeferredCalls;

  constructor(
    device: number,
    events: EventQueue,
    private readonly writer: TraceWriter,
    readonly tcp: TcpEndpoint,
    readonly udp: UdpEndpoint,
  ) {
    this.deferred = new DeferredCalls(device, events, writer);
  }

  /** A packet has come for this host; `arrival` is its link.arrive record. */
  receive(packet: number, arrival: number): void {
    if (this.writer.trace.protocol(packet) === protocolTcp) this.tcp.receive(packet, arrival);
    else this.udp.receive(packet, arrival);
  }

  /** All is gone, and nobody is told. */
  vanish(): void {
    this.tcp.vanish();
    this.deferred.forget();
  }
}
