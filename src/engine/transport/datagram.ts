/** What applications see of UDP: a flow of datagrams between two ports. */
export interface DatagramSocket {
  /** The flow's row in the trace's connections. */
  readonly connection: number;
  readonly end: 0 | 1;
  /** Sends one datagram: a text (ISO 8859-1), then `filler` bytes of filling. Nothing tells whether it arrives. */
  send(text: string, filler: number): void;
  close(): void;
}

export interface DatagramListener {
  /** What it speaks in a flow that it opens, by its name in `wire/applications/list.ts`; RTP where it does not say. */
  readonly application?: string;
  /** A datagram has come; `offset`: where its bytes stand in all that the flow's other end has sent. */
  onDatagram(socket: DatagramSocket, offset: number, bytes: number): void;
}

export interface DatagramTransport {
  open(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: DatagramListener,
  ): DatagramSocket | undefined;
  listen(port: number, accept: () => DatagramListener): void;
}
