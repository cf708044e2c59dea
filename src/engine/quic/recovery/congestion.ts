import {
  NewRenoController,
  UnlimitedController,
  type CongestionController,
} from '../../transport/congestion/controller';
import { CubicController } from '../../transport/congestion/cubic';
import type { QuicHostParameters } from '../../../shared/protocols/protocol-parameters';

/** RFC 9002 section 7.2. */
const initialWindowBytes = 14720;

/** A controller with the initial window of RFC 9002 section 7.2. `datagram`: the largest UDP payload, bytes. */
export function newController(parameters: QuicHostParameters, datagram: number): CongestionController {
  if (parameters.congestionControl === 'none') return new UnlimitedController(datagram);
  const usual = parameters.initialWindow === 10;
  const most = Math.max(initialWindowBytes, 2 * datagram) / datagram;
  const datagrams = usual ? Math.min(parameters.initialWindow, most) : parameters.initialWindow;
  return parameters.congestionControl === 'newreno'
    ? new NewRenoController(datagram, datagrams)
    : new CubicController(datagram, datagrams);
}
