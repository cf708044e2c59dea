import type { LabWorkloadOf } from '../../../shared/workloads/workload';
import { none } from '../../../shared/trace/record';
import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import type { DatagramSocket } from '../../transport/datagram';
import { latin1Text } from '../../../wire/encoding/octets';
import type { FrameFormat } from '../../../wire/applications/definition/frame-format';
import { framedApplication } from '../../../wire/applications/registry';
import type { DriverSite } from '../driver/driver-site';
import { TimedDriver } from '../driver/timed-driver';

/** The port that a workload's frames go to. */
export function mediaPort({ index, application }: LabWorkloadOf<'media'>): number {
  return framedApplication(application).frames.firstPort + 2 * index;
}

/** Bytes that a frame takes in what carries it. */
export function carriedFrameBytes({ over, application, calling }: LabWorkloadOf<'media'>): number {
  return framedApplication(application).frames.headerBytes(over) + calling.frameSize;
}

/** Sends one frame after the other at a fixed interval, as its application writes them, over UDP, or over TCP that it opens first. */
export class MediaSender extends TimedDriver implements StreamListener {
  readonly application: string;
  private readonly frames: FrameFormat;
  private socket: DatagramSocket | undefined;
  private stream: ByteStream | undefined;
  private isOpen = false;
  private hasSentAll = false;
  private readonly waiting: number[] = [];

  constructor(
    private readonly workload: LabWorkloadOf<'media'>,
    private readonly site: DriverSite,
  ) {
    super(workload, site);
    const { name, frames } = framedApplication(workload.application);
    this.application = name;
    this.frames = frames;
  }

  protected act(frame: number): void {
    const { writer, client } = this.site;
    if (frame === 0) this.open();
    const connection = this.socket?.connection ?? this.stream?.connection ?? none;
    writer.cause = writer.mediaSent(client.index, connection, frame, this.workload.index);
    this.send(frame);
  }

  protected override finish(): void {
    this.hasSentAll = true;
    this.socket?.close();
    if (this.isOpen) this.stream?.close();
  }

  onOpen(): void {
    this.isOpen = true;
    for (const frame of this.waiting.splice(0)) this.write(frame);
    if (this.hasSentAll) this.stream?.close();
  }
  onData(): void {
    // Nobody answers.
  }
  onEnd(stream: ByteStream): void {
    stream.close();
  }
  onError(): void {
    this.isOpen = false;
  }
  onClosed(): void {
    this.isOpen = false;
  }

  private open(): void {
    const { clientHost, localAddress, remoteAddress } = this.site;
    const port = mediaPort(this.workload);
    if (this.workload.over === 'udp')
      this.socket = clientHost.datagrams.open(localAddress, remoteAddress, port, {
        application: this.application,
        onDatagram: () => undefined,
      });
    else this.stream = clientHost.connect(localAddress, remoteAddress, port, this);
  }

  private send(frame: number): void {
    if (this.socket) this.socket.send(this.header(frame), this.workload.calling.frameSize);
    else if (this.isOpen) this.write(frame);
    else this.waiting.push(frame);
  }

  private write(frame: number): void {
    this.stream?.write(this.header(frame), this.workload.calling.frameSize);
  }

  private header(frame: number): string {
    const { index, interval, over, calling } = this.workload;
    const made = { number: frame, time: frame * interval, flow: index, payloadBytes: calling.frameSize };
    return latin1Text(this.frames.header(made, over));
  }
}
