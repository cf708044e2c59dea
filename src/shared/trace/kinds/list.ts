import { deviceKinds } from './device';
import { httpKinds } from './http';
import { linkKinds } from './link';
import { mediaKinds } from './media';
import { quicKinds } from './quic';
import { runKinds } from './run';
import { tcpKinds } from './tcp';
import { tlsKinds } from './tls';

/** Every kind of record, by its key: the one list that all else is derived from. */
export const recordKinds = {
  ...runKinds,
  ...linkKinds,
  ...deviceKinds,
  ...tcpKinds,
  ...tlsKinds,
  ...httpKinds,
  ...quicKinds,
  ...mediaKinds,
} as const;
