import { congestionControls } from '../../../shared/policies/congestion/list';
import type { CongestionController } from '../../../shared/policies/congestion/congestion-controller';
import type { QuicHostParameters } from '../../../shared/protocols/protocol-parameters';

/** RFC 9002 section 7.2. */
const initialWindowBytes = 14720;

/** A controller with the initial window of RFC 9002 section 7.2. `datagram`: the largest UDP payload, bytes. */
export function newController(parameters: QuicHostParameters, datagram: number): CongestionController {
  const usual = parameters.initialWindow === 10;
  const most = Math.max(initialWindowBytes, 2 * datagram) / datagram;
  const datagrams = usual ? Math.min(parameters.initialWindow, most) : parameters.initialWindow;
  return congestionControls.find(parameters.congestionControl).create(datagram, datagrams);
}
