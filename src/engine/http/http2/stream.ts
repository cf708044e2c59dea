import type { RequestPriority } from '../common/fields';
import { Http2State } from './stream-machine';
import { ReceiveWindow } from './receive-window';

/** One stream at one end of a connection. */
export class Http2Stream {
  state: number = Http2State.idle;
  /** Bytes of body not yet sent. */
  unsentBody = 0;
  /** FlowBlock that holds the body back; 0: none. */
  blockedBy = 0;
  /** Status of the response read so far. */
  status = 0;
  readonly receiveWindow: ReceiveWindow;

  /** `sendWindow`: bytes that the peer lets this end send; below 0 after it took some back (RFC 9113 section 6.9.2). */
  constructor(
    readonly id: number,
    readonly request: number,
    readonly priority: RequestPriority,
    public sendWindow: number,
    receiveWindow: number,
  ) {
    this.receiveWindow = new ReceiveWindow(receiveWindow, receiveWindow);
  }
}
