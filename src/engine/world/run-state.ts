import type { DeviceWith, Lab } from '../../shared/lab/lab';
import type { HttpEnvironment } from '../http/common/environment';
import { FrameLedger } from '../http/common/frame-ledger';
import { HeadReader } from '../http/common/message-heads';
import { RequestLedger } from '../http/common/request-ledger';
import type { Http2Carried } from '../http/common/http2-carried';
import type { Http3Carried } from '../http/common/http3-carried';
import { EventQueue } from '../kernel/event-queue';
import { TlsLedger } from '../tls/ledger';
import { Contents } from '../trace/contents';
import { TraceWriter } from '../trace/trace-writer';

/** What all devices of a run share: time, the trace, and the accounts of what was written where. */
export class RunState {
  readonly events = new EventQueue();
  readonly writer = new TraceWriter();
  readonly contents = new Contents(this.writer);
  readonly requests = new RequestLedger();
  readonly tls = new TlsLedger(this.writer.trace);
  private readonly heads = new HeadReader();
  private readonly http2Frames = new FrameLedger<Http2Carried>();
  private readonly http3Frames = new FrameLedger<Http3Carried>();

  constructor(readonly lab: Lab) {}

  /** What nodes are made with, but for the network. */
  shared() {
    const { events, writer, contents, tls } = this;
    const http = (device: DeviceWith<'host'>) => this.http(device);
    return { seed: this.lab.seed, events, writer, contents, tls, http };
  }

  /** What HTTP at a device works with. */
  http(device: DeviceWith<'host'>): HttpEnvironment {
    return {
      device: device.index,
      events: this.events,
      writer: this.writer,
      contents: this.contents,
      ledger: this.requests,
      heads: this.heads,
      http2Frames: this.http2Frames,
      http3Frames: this.http3Frames,
      http2: device.host.http2,
    };
  }
}
