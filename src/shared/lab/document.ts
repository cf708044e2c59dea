import * as v from 'valibot';
import {
  allowedDuration,
  allowedRate,
  allowedShare,
  allowedSize,
  durationPattern,
  parseDuration,
  parseRate,
  parseShare,
  parseSize,
  ratePattern,
  sharePattern,
  sizePattern,
} from '../units';

/**
 * The lab document, `*.hoplab.json`: what a person authored, with units, as it is saved. `lab.ts` resolves it into
 * the numbers that the engine runs on. The JSON Schema in `schemas/` is generated from this file.
 */
export const labVersion = 1;

/** The pattern is for JSON Schema, which knows no `parse`; the check also refuses what is too large, or zero. */
function quantity(parse: (text: string) => { ok: boolean }, pattern: RegExp, allowed: string) {
  return v.pipe(
    v.string(allowed),
    v.regex(pattern, allowed),
    v.check((text) => parse(text).ok, allowed),
  );
}

const duration = quantity(parseDuration, durationPattern, allowedDuration);
const rate = quantity(parseRate, ratePattern, allowedRate);
const size = quantity(parseSize, sizePattern, allowedSize);
const share = quantity(parseShare, sharePattern, allowedShare);

const allowedIdentifier =
  'letters, digits, dots, dashes or underscores, 1 to 64, beginning with a letter or digit';
const identifier = v.pipe(
  v.string(allowedIdentifier),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, allowedIdentifier),
);
const label = v.pipe(v.string('a text'), v.maxLength(120, 'at most 120 characters'));
const prose = v.pipe(v.string('a text'), v.maxLength(20_000, 'at most 20,000 characters'));
const allowedCoordinate = 'a number from -1000000 to 1000000';
const coordinate = v.pipe(
  v.number(allowedCoordinate),
  v.minValue(-1e6, allowedCoordinate),
  v.maxValue(1e6, allowedCoordinate),
);
const flag = v.boolean('true or false');
const choice = <const Names extends readonly string[]>(...names: Names) =>
  v.picklist(names, names.join(', '));
const whole = (from: number, to: number) => {
  const allowed = `a whole number from ${from} to ${to}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(from, allowed), v.maxValue(to, allowed));
};
const portNumber = whole(1, 65535);
const allowedAddress = 'an IPv4 address such as 10.0.1.2';
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const address = v.pipe(
  v.string(allowedAddress),
  v.regex(new RegExp(`^${octet}(?:\\.${octet}){3}$`), allowedAddress),
);
/** Link directions and devices are 16-bit numbers in the trace. */
const mostDevices = 65_535;
const mostLinks = 32_767;

/** How long a closed connection's four-tuple is held. Presets: `facts` behind them are in docs/tcp.md. */
export const timeWaitPresets = { linux: '60s', rfc9293: '240s', seed: '120s' } as const;

export const TcpSettingsSchema = v.strictObject({
  /** Largest segment it announces, bytes; default: the link's MTU less 40. */
  maximumSegmentSize: v.optional(whole(64, 65495)),
  timestamps: v.optional(flag),
  selectiveAcknowledgement: v.optional(flag),
  /** Shift of the window field, or false for no window scaling. */
  windowScale: v.optional(v.union([whole(0, 14), v.literal(false)], 'false or a whole number from 0 to 14')),
  receiveBuffer: v.optional(size),
  sendBuffer: v.optional(size),
  timeWait: v.optional(
    v.union([choice('linux', 'rfc9293', 'seed'), duration], `linux, rfc9293, seed, or ${allowedDuration}`),
  ),
  timeWaitReuse: v.optional(flag),
  /** Longest that an acknowledgement waits; 0ms acknowledges every segment at once. */
  delayedAcknowledgement: v.optional(duration),
  /** Segments acknowledged at once after the start of a connection (Linux: quick ACK). */
  quickAcknowledgements: v.optional(whole(0, 1000)),
  nagle: v.optional(flag),
  congestionControl: v.optional(choice('newreno', 'cubic', 'none')),
  /** Initial congestion window, segments (RFC 6928: 10). */
  initialWindow: v.optional(whole(1, 1000)),
  initialRetransmissionTimeout: v.optional(duration),
  minimumRetransmissionTimeout: v.optional(duration),
  maximumRetransmissionTimeout: v.optional(duration),
  synRetries: v.optional(whole(0, 255)),
  synAckRetries: v.optional(whole(0, 255)),
  retries: v.optional(whole(0, 255)),
  tailLossProbe: v.optional(flag),
  explicitCongestionNotification: v.optional(flag),
  keepAlive: v.optional(v.strictObject({ idle: duration, interval: duration, probes: whole(1, 255) })),
  /** First and last ephemeral port. */
  ephemeralPorts: v.optional(v.strictObject({ from: portNumber, to: portNumber })),
  synBacklog: v.optional(whole(1, 1_000_000)),
  acceptQueue: v.optional(whole(1, 1_000_000)),
  synCookies: v.optional(flag),
  /** What a full accept queue does to a finished handshake. */
  acceptOverflow: v.optional(choice('drop', 'reset')),
});

const allowedPath = 'a path beginning with /, printable ASCII, no spaces';
const page = v.strictObject({
  path: v.pipe(v.string(allowedPath), v.regex(/^\/[!-~]*$/, allowedPath)),
  /** Bytes of the response's body. */
  size,
  /** Time the server works before it answers. */
  think: v.optional(duration),
});

const deviceBase = {
  id: identifier,
  name: v.optional(label),
  note: v.optional(prose),
  position: v.strictObject({ x: coordinate, y: coordinate }),
};

export const ClientSchema = v.strictObject({
  ...deviceBase,
  kind: v.literal('client'),
  tcp: v.optional(TcpSettingsSchema),
});
export const RouterSchema = v.strictObject({ ...deviceBase, kind: v.literal('router') });
export const ServerSchema = v.strictObject({
  ...deviceBase,
  kind: v.literal('server'),
  tcp: v.optional(TcpSettingsSchema),
  /** The HTTP/1.1 server's port; default 80. */
  port: v.optional(portNumber),
  /** Connections that it serves at once; more wait in the accept queue. Default: no ceiling. */
  maximumConnections: v.optional(whole(1, 1_000_000)),
  /** What it serves; anything else is answered 404. Default: `/`, 1 kB. */
  pages: v.optional(v.array(page, 'a list of pages')),
});

export const deviceKinds = ['client', 'router', 'server'] as const;
export const DeviceSchema = v.variant(
  'kind',
  [ClientSchema, RouterSchema, ServerSchema],
  deviceKinds.join(', '),
);

const linkEnd = v.strictObject({
  device: identifier,
  /** Default: the next free address of the link's subnet 10.0.N.0/24. */
  address: v.optional(address),
});

export const ImpairmentsSchema = v.strictObject({
  /** Share of frames lost at random, each on its own. */
  loss: v.optional(share),
  /** Gilbert-Elliott: frames are lost with `lossGood` in the good state and `lossBad` in the bad one. */
  burst: v.optional(
    v.strictObject({ toBad: share, toGood: share, lossGood: v.optional(share), lossBad: v.optional(share) }),
  ),
  duplicate: v.optional(share),
  corrupt: v.optional(share),
  /** Share of frames held back by `reorderBy`, so that later ones overtake. */
  reorder: v.optional(share),
  reorderBy: v.optional(duration),
  /** Up to this much is added to the propagation delay, evenly spread. */
  jitter: v.optional(duration),
});

export const LinkSchema = v.strictObject({
  id: identifier,
  a: linkEnd,
  b: linkEnd,
  bandwidth: rate,
  /** Propagation, one way. */
  delay: duration,
  /** Largest IP packet, bytes; default 1500. */
  mtu: v.optional(whole(128, 65535)),
  /** What may wait behind the frame being sent, in each direction, in bytes or packets; default 1000 packets. */
  queue: v.optional(
    v.union(
      [v.strictObject({ packets: whole(0, 10_000_000) }), v.strictObject({ bytes: size })],
      'either {"packets": 1000} or {"bytes": "64kB"}',
    ),
  ),
  /** Bytes that each frame occupies the link for besides its own, such as 24B for preamble, FCS and gap; default 0B. */
  frameOverhead: v.optional(size),
  /** Packets waiting at which ECN-capable ones are marked "congestion experienced"; default never. */
  markAt: v.optional(whole(0, 10_000_000)),
  impairments: v.optional(ImpairmentsSchema),
  note: v.optional(prose),
});

export const WorkloadSchema = v.strictObject({
  id: identifier,
  /** http-get: users who ask for a page. syn-flood: SYNs from made-up addresses, whose SYN-ACKs nobody answers. */
  kind: choice('http-get', 'syn-flood'),
  from: identifier,
  to: identifier,
  path: v.optional(page.entries.path),
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
      kind: v.literal('crash-device'),
      /** A client or server: it vanishes with all that it knew, and tells nobody. */
      device: identifier,
      at: duration,
      /** When it is back; default never. */
      until: v.optional(duration),
    }),
  ],
  'cut-link, drop-packet, crash-device',
);

const allowedFigure = 'a figure: a text with a unit, or a number';

export const ClaimSchema = v.strictObject({
  id: identifier,
  says: prose,
  source: v.optional(prose),
  /** The name of a measure (docs/summary.md), and what it is taken of. */
  measure: v.string('the name of a measure'),
  workload: v.optional(identifier),
  device: v.optional(identifier),
  link: v.optional(identifier),
  /** A duration, size, rate or share with its unit, a plain number, or a text. */
  equals: v.optional(v.union([v.string(), v.number(), v.boolean()], allowedFigure)),
  /** How far from `equals` it may be, in the same unit. */
  within: v.optional(v.union([v.string(), v.number()], allowedFigure)),
  atLeast: v.optional(v.union([v.string(), v.number()], allowedFigure)),
  atMost: v.optional(v.union([v.string(), v.number()], allowedFigure)),
});

const allowedSetting = 'a text, a number, true or false';

/** A switch that resolves what the lab shows: pressing it sets these values. */
export const RemedySchema = v.strictObject({
  /** What is done, in a few words: `Keep connections open`. */
  label,
  set: v.pipe(
    v.array(
      v.strictObject({
        /** As in `--set`: `devices.client.tcp.timeWaitReuse`. */
        path: v.pipe(v.string('a path'), v.maxLength(400, 'at most 400 characters')),
        value: v.union([v.string(), v.number(), v.boolean()], allowedSetting),
      }),
      'a list of settings',
    ),
    v.minLength(1, 'at least one setting'),
  ),
});

export const LabDocumentSchema = v.strictObject({
  $schema: v.optional(v.string('a text')),
  version: v.literal(labVersion, String(labVersion)),
  title: label,
  notes: v.optional(prose),
  seed: whole(0, 0xffffffff),
  /** Simulated time at which a run ends at the latest. */
  duration,
  devices: v.pipe(
    v.array(DeviceSchema, 'a list of devices'),
    v.maxLength(mostDevices, `at most ${mostDevices} devices`),
  ),
  links: v.pipe(v.array(LinkSchema, 'a list of links'), v.maxLength(mostLinks, `at most ${mostLinks} links`)),
  workloads: v.optional(v.array(WorkloadSchema, 'a list of workloads')),
  faults: v.optional(v.array(FaultSchema, 'a list of faults')),
  claims: v.optional(v.array(ClaimSchema, 'a list of claims')),
  remedies: v.optional(v.array(RemedySchema, 'a list of remedies')),
});

export type TcpSettings = v.InferOutput<typeof TcpSettingsSchema>;
export type Device = v.InferOutput<typeof DeviceSchema>;
export type DeviceKind = (typeof deviceKinds)[number];
export type Link = v.InferOutput<typeof LinkSchema>;
export type Impairments = v.InferOutput<typeof ImpairmentsSchema>;
export type Workload = v.InferOutput<typeof WorkloadSchema>;
export type Fault = v.InferOutput<typeof FaultSchema>;
export type Claim = v.InferOutput<typeof ClaimSchema>;
export type Remedy = v.InferOutput<typeof RemedySchema>;
export type LabDocument = v.InferOutput<typeof LabDocumentSchema>;

/** One thing wrong with a document: where (`devices[2].kind`), what, and what is allowed there. */
export interface Problem {
  readonly path: string;
  readonly what: string;
  readonly allowed: string;
}
