import { deviceKinds } from './device';
import { httpKinds } from './http';
import { linkKinds } from './link';
import { mediaKinds } from './media';
import { quicKinds } from './quic';
import { runKinds } from './run';
import { tcpKinds } from './tcp';
import { tlsKinds } from './tls';

/** The kinds of record by what they tell of. */
export const recordKindGroups = {
  run: runKinds,
  link: linkKinds,
  device: deviceKinds,
  tcp: tcpKinds,
  tls: tlsKinds,
  http: httpKinds,
  quic: quicKinds,
  media: mediaKinds,
} as const;

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
