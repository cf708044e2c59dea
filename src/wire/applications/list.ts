import { http1 } from './http1/http1-application';
import { http2 } from './http2/http2-application';
import { http3 } from './http3/http3-application';
import { rtp } from './rtp/rtp-application';

/** Every application over a transport that there is, in the order in which the packet filter tells them. Nothing else names them all. */
export const applicationList = [http1, http2, http3, rtp] as const;
