import * as v from 'valibot';
import { httpVersions, tlsVersions } from '../protocols/protocol-settings';
import { choice, duration, flag, identifier, page, size, whole } from '../schema/schema-parts';

/** What happens on a network: workloads, and faults. */

export const workloadKinds = ['http-get', 'page-load', 'media', 'syn-flood'] as const;

export const WorkloadSchema = v.strictObject({
  id: identifier,
  /**
   * http-get: users who ask for one thing after the other. page-load: users who ask for all that a page is made of at
   * once. media: a call, one frame after the other. syn-flood: SYNs from made-up addresses, whose SYN-ACKs nobody answers.
   */
  kind: choice(...workloadKinds),
  from: identifier,
  to: identifier,
  path: v.optional(page.entries.path),
  /** What a page is made of; default the one path. */
  paths: v.optional(
    v.pipe(
      v.array(page.entries.path, 'a list of paths'),
      v.minLength(1, 'at least one path'),
      v.maxLength(1000, 'at most 1000 paths'),
    ),
  ),
  /** Default 1.1. */
  http: v.optional(choice(...httpVersions)),
  /** Default none for HTTP/1.1, 1.3 for HTTP/2 and HTTP/3. */
  tls: v.optional(choice('none', ...tlsVersions)),
  /** What a return visit makes of the last one's ticket: nothing, a shorter handshake, or early data besides. */
  resumption: v.optional(choice('none', 'ticket', 'early-data')),
  /** Whether the users were at the server before the run, and kept a ticket each. */
  visitedBefore: v.optional(flag),
  /** Connections that a page-load opens to the server at most; default 6 for HTTP/1.1, 1 for the others. */
  connections: v.optional(whole(1, 256)),
  /** Whether HTTP/1.1 requests go out before the responses of those ahead are there. */
  pipelining: v.optional(flag),
  /** HTTP/3 only: how long QUIC has before HTTP/2 over TCP is tried too; the first to be ready is used. Default never. */
  race: v.optional(duration),
  /** media: what carries it, bytes of a frame, and how long after it was made a frame is shown. */
  over: v.optional(choice('udp', 'tcp')),
  frameSize: v.optional(size),
  playout: v.optional(duration),
  start: v.optional(duration),
  /** Requests, or SYNs of a flood; default 1. */
  count: v.optional(whole(1, 10_000_000)),
  /** Time from one request's start to the next; default 0s, all at once. */
  interval: v.optional(duration),
  /** Requests sent over one connection, one after the other; default 1. */
  requestsPerConnection: v.optional(whole(1, 1_000_000)),
  /** Users among whom the requests go round, each with a connection of their own at a time; default 1. */
  users: v.optional(whole(1, 100_000)),
  /** Who closes first once the last response is whole, or both at the same moment; default the client. */
  closes: v.optional(choice('client', 'server', 'both')),
});

const allowedFrames = 'a list of at least one number, counted from 1';

export const faultKinds = [
  'cut-link',
  'drop-packet',
  'drop-response',
  'change-address',
  'crash-device',
] as const;

export const FaultSchema = v.variant(
  'kind',
  [
    v.strictObject({
      id: v.optional(identifier),
      kind: v.literal('cut-link'),
      link: identifier,
      at: duration,
      /** When it is mended; default never. */
      until: v.optional(duration),
    }),
    v.strictObject({
      id: v.optional(identifier),
      kind: v.literal('drop-packet'),
      link: identifier,
      /** The sending device: counts the frames that it sends into the link. */
      from: identifier,
      /** Which frames, counted from 1. */
      nth: v.pipe(v.array(whole(1, 1e9), allowedFrames), v.minLength(1, allowedFrames)),
    }),
    v.strictObject({
      id: v.optional(identifier),
      kind: v.literal('drop-response'),
      link: identifier,
      /** The sending device. */
      from: identifier,
      /** Whose response: the first that the workload gets for the path. */
      workload: identifier,
      path: page.entries.path,
      /** The packet is lost that carries this byte of the body for the first time, counted from 0. */
      byte: whole(0, 1e12),
    }),
    v.strictObject({
      id: v.optional(identifier),
      kind: v.literal('change-address'),
      /** A client with several links: from then on it sends from its address on this one. */
      device: identifier,
      link: identifier,
      at: duration,
    }),
    v.strictObject({
      id: v.optional(identifier),
      kind: v.literal('crash-device'),
      /** A client or server: it vanishes with all that it knew, and tells nobody. */
      device: identifier,
      at: duration,
      /** When it is back; default never. */
      until: v.optional(duration),
    }),
  ],
  faultKinds.join(', '),
);
