import type { LabWorkloadOf } from '../../shared/workloads/workload';
import { none } from '../../shared/trace/record';
import { EventKind } from '../kernel/event-kinds';
import type { EventQueue } from '../kernel/event-queue';
import type { TraceWriter } from '../trace/trace-writer';
import type { ByteStream, StreamListener, StreamTransport } from '../transport/byte-stream';
import type { DatagramSocket, DatagramTransport } from '../transport/datagram';
import { latin1Text } from '../../wire/encoding/octets';
import { encodeRtpHeader, rtpHeaderBytes } from '../../wire/rtp';
import type { Driver } from './driver';

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

export interface MediaSenderEnvironment {
  readonly device: number;
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  readonly localAddress: number;
  readonly remoteAddress: number;
}

/** The host that media is sent from. */
export interface MediaHost extends StreamTransport {
  readonly isUp: boolean;
  readonly datagrams: DatagramTransport;
}

/** Sends one frame after the other at a fixed interval (RFC 3550), over UDP, or over TCP that it opens first. */
export class MediaSender implements Driver, StreamListener {
  private sent = 0;
  private socket: DatagramSocket | undefined;
  private stream: ByteStream | undefined;
  private isOpen = false;
  private readonly waiting: number[] = [];

  constructor(
    private readonly workload: LabWorkloadOf<'media'>,
    private readonly environment: MediaSenderEnvironment,
    private readonly host: MediaHost,
  ) {}

  schedule(): void {
    this.environment.events.push(this.workload.start, EventKind.workload, this.workload.index, 0);
  }

  next(): void {
    const { workload, environment } = this;
    const { writer, events, device } = environment;
    if (this.host.isUp) {
      if (this.sent === 0) this.open();
      const frame = this.sent;
      const connection = this.socket?.connection ?? this.stream?.connection ?? none;
      writer.cause = writer.mediaSent(device, connection, frame, workload.index);
      this.send(frame);
    }
    this.sent += 1;
    if (this.sent < workload.count)
      events.push(writer.now + workload.interval, EventKind.workload, workload.index, this.sent);
    else this.finish();
  }

  onOpen(): void {
    this.isOpen = true;
    for (const frame of this.waiting.splice(0)) this.write(frame);
    if (this.sent >= this.workload.count) this.stream?.close();
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
    const { localAddress, remoteAddress } = this.environment;
    const port = mediaPort(this.workload.index);
    if (this.workload.over === 'udp')
      this.socket = this.host.datagrams.open(localAddress, remoteAddress, port, {
        onDatagram: () => undefined,
      });
    else this.stream = this.host.connect(localAddress, remoteAddress, port, this);
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

  private finish(): void {
    this.socket?.close();
    if (this.isOpen) this.stream?.close();
  }
}
