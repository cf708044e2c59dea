import type { LabDevice } from '../../shared/lab/lab';
import { DropReason, RecordKind } from '../../shared/trace/record';
import type { HttpEnvironment } from '../http/environment';
import { HttpServer } from '../http/http-server';
import type { TcpEndpoint } from '../tcp/endpoint';
import type { ByteStream, StreamListener, StreamTransport } from '../transport/byte-stream';
import { ServedStreams } from './served-streams';
import { TicketedEvents } from './ticketed-events';

export interface HostEnvironment {
  readonly http: HttpEnvironment;
  /** Makes the host's TCP, anew after each restart. */
  endpoint(restarts: number): TcpEndpoint;
}

/** A client or a server: its TCP, its application, and whether it is there at all. */
export class Host implements StreamTransport {
  isUp = true;
  restarts = 0;
  /** A server's ends of its connections. */
  readonly served = new ServedStreams();
  private tcp: TcpEndpoint;
  private server: HttpServer | undefined;
  private tickets: TicketedEvents;

  /** `watchesStreams`: whether anybody will ask for `served`. */
  constructor(
    private readonly device: LabDevice,
    private readonly environment: HostEnvironment,
    private readonly watchesStreams: boolean,
  ) {
    this.tcp = environment.endpoint(0);
    this.tickets = new TicketedEvents(environment.http.events, 0);
    this.serve();
  }

  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener,
  ): ByteStream | undefined {
    return this.tcp.connect(localAddress, remoteAddress, remotePort, listener);
  }

  listen(port: number, accept: () => StreamListener, ceiling?: number): void {
    this.tcp.listen(port, accept, ceiling);
  }

  /** A packet has come for this host; `arrival` is its link.arrive record. */
  receive(packet: number, arrival: number): void {
    if (this.isUp) {
      this.tcp.receive(packet, arrival);
      return;
    }
    const { writer, device } = this.environment.http;
    const connection = writer.trace.connectionOfPacket(packet);
    writer.recordCausedBy(arrival, RecordKind.ipDrop, device, packet, connection, 0, 0, DropReason.notForUs);
  }

  /** EventKind.tcpTimer. */
  timerDue(slot: number): void {
    if (this.isUp) this.tcp.timerDue(slot);
  }

  /** EventKind.timeWait. */
  timeWaitDue(): void {
    if (this.isUp) this.tcp.timeWaitDue();
  }

  /** EventKind.think. */
  thought(ticket: number): void {
    const { firstTicket } = this.tickets;
    if (this.isUp && ticket >= firstTicket) this.server?.thought(ticket - firstTicket);
  }

  /** The host vanishes with all that it knew, and tells nobody (RFC 9293 section 3.5.1). */
  crash(): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.tcp.vanish();
  }

  /** The host is back and knows nothing of what was. */
  restart(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.restarts += 1;
    this.tcp = this.environment.endpoint(this.restarts);
    this.tickets = new TicketedEvents(this.environment.http.events, this.tickets.nextTicket);
    this.serve();
  }

  private serve(): void {
    const { device, environment, served } = this;
    if (device.kind !== 'server') return;
    const server = new HttpServer({ ...environment.http, events: this.tickets }, device.pages);
    this.server = server;
    const accept = this.watchesStreams ? () => served.watch(server.accept()) : () => server.accept();
    this.tcp.listen(device.listenPort, accept, device.maximumConnections);
  }
}
