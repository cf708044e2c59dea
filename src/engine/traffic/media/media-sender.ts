import type { LabWorkloadOf } from '../../../shared/workloads/workload';
import { none } from '../../../shared/trace/record';
import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import type { DatagramSocket } from '../../transport/datagram';
import { latin1Text } from '../../../wire/encoding/octets';
import { rtp } from '../../../wire/applications/rtp/rtp-application';
import { encodeRtpHeader, rtpHeaderBytes } from '../../../wire/applications/rtp/rtp-packet';
import type { DriverSite } from '../driver-site';
import { TimedDriver } from '../timed-driver';

/** RFC 4571 section 2: a length ahead of each packet in a byte stream. */
const streamFramingBytes = 2;
/** RFC 3551 section 6: the first of the dynamic payload types. */
const payloadType = 96;
/** RFC 3551 section 5: video counts time at 90 kHz. */
const clockRate = 90_000;
/** RFC 3550 section 11: RTP takes even ports; 5004 is the registered one. */
const firstMediaPort = 5004;

/** The port that a workload's media goes to. */
export function mediaPort(workload: number): number {
  return firstMediaPort + 2 * workload;
}

/** Bytes that a frame takes in what carries it. */
export function carriedFrameBytes({ over, calling }: LabWorkloadOf<'media'>): number {
  return calling.frameSize + rtpHeaderBytes + (over === 'tcp' ? streamFramingBytes : 0);
}

/** Sends one frame after the other at a fixed interval (RFC 3550), over UDP, or over TCP that it opens first. */
export class MediaSender extends TimedDriver implements StreamListener {
  readonly application = rtp.name;
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
    const port = mediaPort(this.workload.index);
    if (this.workload.over === 'udp')
      this.socket = clientHost.datagrams.open(localAddress, remoteAddress, port, {
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
    const { frameSize } = this.workload.calling;
    const length = rtpHeaderBytes + frameSize;
    const framing = String.fromCharCode(length >>> 8, length & 0xff);
    this.stream?.write(framing + this.header(frame), frameSize);
  }

  private header(frame: number): string {
    const { index, interval } = this.workload;
    const timestamp = Math.round((frame * interval * clockRate) / 1e9) >>> 0;
    const fields = { payloadType, marker: true, sequence: frame & 0xffff, timestamp, contributors: [] };
    return latin1Text(encodeRtpHeader({ ...fields, source: 0x484f5000 + index }));
  }
}
