import type { ServingParameters } from '../../shared/devices/traits/serving';
import type { DeviceWith } from '../../shared/lab/lab';
import type { HttpEnvironment } from '../http/common/environment';
import { HttpServer } from '../http/http-server';
import { EventKind } from '../kernel/event-kinds';
import { TlsTransport } from '../tls/tls-transport';
import type { CarrierStream, StreamListener, StreamTransport } from '../transport/byte-stream';
import type { OpensMultiplexed } from '../transport/multiplexed';
import type { QuicClientTls } from '../quic/connection/environment';
import type { DatagramTransport } from '../transport/datagram';
import { protocolsOverTcp, serverTls, type HostStack } from './host-stack';
import { NegotiatedListener } from './negotiated-listener';
import { ServedStreams } from './served-streams';
import { SessionCache } from '../tls/session-cache';
import { TicketedEvents } from './ticketed-events';

export interface HostEnvironment {
  readonly http: HttpEnvironment;
  /** Makes the host's protocols, anew after each restart. */
  stack(restarts: number): HostStack;
}

/** Something besides pages that a server does: it is set up again after each restart. */
export type Service = (host: Host) => void;

/** A device's transports and applications: for as long as it is up, and anew after each restart. */
export class Host implements StreamTransport<CarrierStream> {
  isUp = true;
  restarts = 0;
  /** A server's ends of its connections. */
  readonly served = new ServedStreams();
  stack: HostStack;
  private server: HttpServer | undefined;
  private tickets: TicketedEvents;
  private readonly services: Service[] = [];
  /** The address that it sends from since it changed it; undefined: it has not. */
  private movedTo: number | undefined;

  /** Its UDP, as applications use it. */
  readonly datagrams: DatagramTransport = {
    open: (localAddress, remoteAddress, remotePort, listener) =>
      this.stack.udp.open(this.sourceOf(localAddress), remoteAddress, remotePort, listener),
    listen: (port, accept) => this.stack.udp.listen(port, accept),
  };

  constructor(
    private readonly device: DeviceWith<'host'>,
    private readonly environment: HostEnvironment,
  ) {
    this.stack = environment.stack(0);
    this.tickets = new TicketedEvents(environment.http.events, 0);
    this.serve();
  }

  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener<CarrierStream>,
  ): CarrierStream | undefined {
    return this.stack.tcp.connect(this.sourceOf(localAddress), remoteAddress, remotePort, listener);
  }

  /** Its QUIC, as a client uses it that speaks TLS in a way of its own. */
  quic(tls: QuicClientTls): OpensMultiplexed {
    return {
      connect: (localAddress, remoteAddress, remotePort, listener) =>
        this.stack.quic.connect(this.sourceOf(localAddress), remoteAddress, remotePort, listener, tls),
    };
  }

  listen(port: number, accept: () => StreamListener<CarrierStream>, ceiling?: number): void {
    this.stack.tcp.listen(port, accept, ceiling);
  }

  /** Carries on after a time, nanoseconds; not at all if the host has crashed meanwhile. */
  later(delay: number, action: () => void): void {
    this.stack.deferred.later(delay, action);
  }

  /** Sets something up besides pages, now and after each restart. */
  offer(service: Service): void {
    this.services.push(service);
    service(this);
  }

  /** A packet has come for this host; `arrival` is its link.arrive record. */
  receive(packet: number, arrival: number): void {
    this.stack.receive(packet, arrival);
  }

  /** Something that it put into the event queue is due; not for a host that is down, whose plans are void. */
  due(kind: number, ticket: number): void {
    if (!this.isUp) return;
    const { stack } = this;
    switch (kind) {
      case EventKind.tcpTimer:
        stack.tcp.timerDue(ticket);
        break;
      case EventKind.timeWait:
        stack.tcp.timeWaitDue();
        break;
      case EventKind.quicTimer:
        stack.quic.timerDue(ticket);
        break;
      case EventKind.later:
        stack.deferred.due(ticket);
        break;
      case EventKind.think:
        this.thought(ticket);
        break;
    }
  }

  /** The host's protocols and applications are gone. */
  crash(): void {
    this.isUp = false;
    this.stack.vanish();
  }

  /** The host is there again, with new protocols, and sets up what it offers. */
  restart(): void {
    this.isUp = true;
    this.restarts += 1;
    this.stack = this.environment.stack(this.restarts);
    this.tickets = new TicketedEvents(this.environment.http.events, this.tickets.nextTicket);
    this.serve();
    for (const service of this.services) service(this);
  }

  /**
   * From now on the host sends from another of its addresses, whatever it opens; a restart does not change that. QUIC takes
   * its connections along, TCP and plain flows of UDP cannot.
   */
  changeAddress(address: number): void {
    this.movedTo = address;
    const { writer, device } = this.environment.http;
    writer.cause = writer.addressChange(device, address);
    this.stack.quic.migrate(address);
  }

  /** Where something is sent from that would leave from an address of its own choice. */
  private sourceOf(localAddress: number): number {
    return this.movedTo ?? localAddress;
  }

  private thought(ticket: number): void {
    const { firstTicket } = this.tickets;
    if (ticket >= firstTicket) this.server?.thought(ticket - firstTicket);
  }

  private serve(): void {
    const { device, environment, served, stack } = this;
    const { serving } = device;
    if (!serving) return;
    const server = new HttpServer({ ...environment.http, events: this.tickets }, serving.pages);
    this.server = server;
    const accept = () => served.watch(server.accept());
    stack.tcp.listen(serving.listenPort, accept, serving.maximumConnections);
    this.serveSecurely(server, serving);
  }

  /** HTTP over TLS and over QUIC, in the version that is agreed on. */
  private serveSecurely(server: HttpServer, serving: ServingParameters): void {
    const { stack, environment } = this;
    const protocols = protocolsOverTcp(serving);
    if (protocols.length > 0) {
      const { contents } = environment.http;
      const settings = serverTls(serving.tls, protocols);
      const tls = { ...stack.tls, contents, sessions: new SessionCache() };
      const transport = new TlsTransport(tls, stack.tcp, undefined, settings);
      const accept = () => new NegotiatedListener((protocol) => server.accept(protocol));
      transport.listen(serving.securePort, accept, serving.maximumConnections);
    }
    if (serving.http.includes('3')) stack.quic.listen(serving.securePort, () => server.acceptMultiplexed());
  }
}
