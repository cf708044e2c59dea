import type { ServingParameters } from '../../shared/devices/traits/serving';
import type { DeviceWith } from '../../shared/lab/lab';
import { applicationProtocols, type ServerTlsParameters } from '../../shared/protocols/protocol-parameters';
import { protocolTcp } from '../../shared/trace/packet';
import type { EventQueue } from '../kernel/event-queue';
import type { RandomStream } from '../kernel/random-streams';
import { QuicEndpoint } from '../quic/endpoint';
import { TlsHandshakes } from '../quic/handshake/tls-handshakes';
import { TcpEndpoint } from '../tcp/endpoint';
import type { HandshakeEnvironment } from '../tls/handshake';
import type { TlsLedger } from '../tls/ledger';
import type { TlsServerSettings } from '../tls/settings';
import type { Contents } from '../trace/contents';
import type { TraceWriter } from '../trace/trace-writer';
import { UdpEndpoint } from '../udp/endpoint';
import { handshakeMessageLength } from '../../wire/tls/handshake-lengths';
import { DeferredCalls } from './deferred-calls';

/** What a host's protocols need of the run and of the network. */
export interface StackEnvironment {
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  readonly contents: Contents;
  readonly tls: TlsLedger;
  /** A stream of random numbers for a protocol of this life of the host. */
  random(protocol: string): RandomStream;
  /** Hands a packet to IP. `bytes`: its frame's length; `cause`: the record of what sent it. */
  transmit(packet: number, destination: number, bytes: number, cause: number): void;
  /** The largest IP packet on the way to an address from one of the host's own, bytes; 0: no way. */
  pathMtu(destination: number, source: number): number;
  /** The device that has an address, or NONE. */
  deviceOf(address: number): number;
}

/** The protocols of a host, for one life of it: a crash takes them, a restart brings new ones. */
export class HostStack {
  readonly tcp: TcpEndpoint;
  readonly udp: UdpEndpoint;
  readonly quic: QuicEndpoint;
  /** What TLS over TCP needs. */
  readonly tls: HandshakeEnvironment;
  readonly deferred: DeferredCalls;

  constructor(
    device: DeviceWith<'host'>,
    private readonly environment: StackEnvironment,
    life: number,
  ) {
    const { events, writer } = environment;
    const { index } = device;
    const deferred = new DeferredCalls(index, events, writer, life);
    this.deferred = deferred;
    this.tls = {
      device: index,
      writer,
      ledger: environment.tls,
      messageLength: handshakeMessageLength,
      later: (delay, action) => deferred.later(delay, action),
    };
    this.tcp = new TcpEndpoint({
      ...environment,
      device: index,
      parameters: device.host.tcp,
      random: environment.random('tcp'),
    });
    this.udp = new UdpEndpoint({
      ...environment,
      device: index,
      ephemeralPorts: device.host.tcp.ephemeralPorts,
    });
    this.quic = new QuicEndpoint({
      ...environment,
      device: index,
      parameters: device.host.quic,
      random: environment.random('quic'),
      udp: this.udp,
      handshakes: this.quicHandshakes(device),
    });
  }

  /** A packet has come for this host; `arrival` is its link.arrive record. */
  receive(packet: number, arrival: number): void {
    const { trace } = this.environment.writer;
    if (trace.protocol(packet) === protocolTcp) this.tcp.receive(packet, arrival);
    else this.udp.receive(packet, arrival);
  }

  /** All is gone, and nobody is told. */
  vanish(): void {
    this.tcp.vanish();
    this.quic.vanish();
    this.deferred.forget();
  }

  private quicHandshakes(device: DeviceWith<'host'>): TlsHandshakes {
    const answering = device.serving && serverTls(device.serving.tls, ['h3']);
    return new TlsHandshakes({
      environment: this.tls,
      get server() {
        if (!answering) throw new TypeError('who serves nothing answers no handshake');
        return answering;
      },
    });
  }
}

/** A server's TLS, as it speaks it on one port. `protocols`: ALPN, in order of preference. */
export function serverTls(tls: ServerTlsParameters, protocols: readonly string[]): TlsServerSettings {
  return { ...tls, protocols };
}

/** What a server offers over TLS on TCP, the newest first. */
export function protocolsOverTcp({ http }: ServingParameters): string[] {
  return (['2', '1.1'] as const)
    .filter((version) => http.includes(version))
    .map((version) => applicationProtocols[version]);
}
