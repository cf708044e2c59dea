import type { Http2Parameters } from '../../../shared/protocols/protocol-parameters';
import type { EventQueue } from '../../kernel/event-queue';
import type { Contents } from '../../trace/contents';
import type { TraceWriter } from '../../trace/trace-writer';
import type { FrameLedger } from './frame-ledger';
import type { HeadReader } from './message-heads';
import type { RequestLedger } from './request-ledger';
import type { Http2Carried } from './http2-carried';
import type { Http3Carried } from './http3-carried';

/** What HTTP at a device works with. All but the device and its parameters are the run's own, shared by all devices. */
export interface HttpEnvironment {
  readonly device: number;
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  readonly contents: Contents;
  readonly ledger: RequestLedger;
  readonly heads: HeadReader;
  readonly http2Frames: FrameLedger<Http2Carried>;
  readonly http3Frames: FrameLedger<Http3Carried>;
  readonly http2: Http2Parameters;
}
