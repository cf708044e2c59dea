import * as v from 'valibot';
import { congestionControls } from '../policies/congestion/list';
import { allowedDuration } from '../units/units';
import {
  choice,
  duration,
  durationBetween,
  flag,
  portNumber,
  sizeBetween,
  whole,
} from '../schema/schema-parts';

/** How a host's protocols are set up. Defaults are filled in by `tcp-parameters.ts` and `protocol-parameters.ts`. */

/** How long a closed connection's four-tuple is held. Presets: `facts` behind them are in docs/tcp.md. */
export const timeWaitPresets = { linux: '60s', rfc9293: '240s', seed: '120s' } as const;

/** Not 0: a buffer of nothing would never let anything through. */
const tcpBuffer = sizeBetween('1B', '4194304GiB');
/** Not below Linux's tick: a timer of no time would fire without end at one moment. */
const tcpTimer = durationBetween('1ms', '2501h');

export const TcpSettingsSchema = v.strictObject({
  /** Largest segment it announces, bytes; default: the link's MTU less 40. */
  maximumSegmentSize: v.optional(whole(64, 65495)),
  timestamps: v.optional(flag),
  selectiveAcknowledgement: v.optional(flag),
  /** Shift of the window field, or false for no window scaling. */
  windowScale: v.optional(v.union([whole(0, 14), v.literal(false)], 'false or a whole number from 0 to 14')),
  receiveBuffer: v.optional(tcpBuffer),
  sendBuffer: v.optional(tcpBuffer),
  timeWait: v.optional(
    v.union([choice('linux', 'rfc9293', 'seed'), duration], `linux, rfc9293, seed, or ${allowedDuration}`),
  ),
  timeWaitReuse: v.optional(flag),
  /** Longest that an acknowledgement waits; 0ms acknowledges every segment at once. */
  delayedAcknowledgement: v.optional(duration),
  /** Segments acknowledged at once after the start of a connection (Linux: quick ACK). */
  quickAcknowledgements: v.optional(whole(0, 1000)),
  nagle: v.optional(flag),
  congestionControl: v.optional(congestionControls.schema),
  /** Initial congestion window, segments (RFC 6928: 10). */
  initialWindow: v.optional(whole(1, 1000)),
  initialRetransmissionTimeout: v.optional(tcpTimer),
  minimumRetransmissionTimeout: v.optional(tcpTimer),
  maximumRetransmissionTimeout: v.optional(tcpTimer),
  /** How often a SYN is repeated, at distances that double; 0: never. */
  synRetries: v.optional(whole(0, 255)),
  /** How often it is repeated before that, at even distances (Linux: tcp_syn_linear_timeouts). */
  synLinearTimeouts: v.optional(whole(0, 255)),
  synAckRetries: v.optional(whole(0, 255)),
  retries: v.optional(whole(0, 255)),
  tailLossProbe: v.optional(flag),
  explicitCongestionNotification: v.optional(flag),
  keepAlive: v.optional(v.strictObject({ idle: tcpTimer, interval: tcpTimer, probes: whole(1, 255) })),
  /** First and last ephemeral port. */
  ephemeralPorts: v.optional(v.strictObject({ from: portNumber, to: portNumber })),
  /** Addresses that it opens connections from, in turn: its own on each link, and those that follow it; default 1. */
  sourceAddresses: v.optional(whole(1, 64)),
  synBacklog: v.optional(whole(1, 1_000_000)),
  acceptQueue: v.optional(whole(1, 1_000_000)),
  synCookies: v.optional(flag),
  /** What a full accept queue does to a finished handshake. */
  acceptOverflow: v.optional(choice('drop', 'reset')),
});

/** HTTP versions, as a workload asks for one and a server offers them. */
export const httpVersions = ['1.1', '2', '3'] as const;
export const tlsVersions = ['1.2', '1.3'] as const;

/** TLS at a server. Defaults and what is behind them: docs/http.md. */
export const ServerTlsSchema = v.strictObject({
  /** Newest first; default 1.3 and 1.2. */
  versions: v.optional(
    v.pipe(v.array(choice(...tlsVersions), 'a list of 1.2, 1.3'), v.minLength(1, 'at least one of 1.2, 1.3')),
  ),
  /** DER bytes of its certificate chain; default 3kB. At most what a Certificate message of two certificates holds. */
  certificate: v.optional(sizeBetween('0B', '16777201B')),
  /** Session tickets given out after a handshake; default 2. */
  tickets: v.optional(whole(0, 16)),
  /** Whether it takes early data (0-RTT); default true. */
  earlyData: v.optional(flag),
  /** Processor time for a handshake, and for one that resumes a session; default 0s. */
  handshakeTime: v.optional(duration),
  resumptionTime: v.optional(duration),
});

/** TLS at a client. */
export const ClientTlsSchema = v.strictObject({
  /** Processor time until its second flight is made; default 0s. */
  handshakeTime: v.optional(duration),
});

/** What QUIC's flow control lets the peer send: nothing at all would be for ever. At most 2^52: offsets end at 2^53. */
const quicWindow = sizeBetween('1B', '4194304GiB');

/** QUIC at a host, RFC 9000 and 9002. */
export const QuicSettingsSchema = v.strictObject({
  /** Whole milliseconds, rounded up; 0s: none. */
  idleTimeout: v.optional(duration),
  /** Flow control: what the peer may send on the whole connection, and on one stream, before it is told more. */
  connectionWindow: v.optional(quicWindow),
  streamWindow: v.optional(quicWindow),
  maximumStreams: v.optional(whole(1, 1_000_000)),
  /** Longest that an acknowledgement waits; default 25ms. RFC 9000 section 18.2: below 2^14 ms. */
  acknowledgementDelay: v.optional(durationBetween('0ms', '16383ms')),
  /** Zero would be no guess at all, and the timers' grain is 1ms (RFC 9002 section 6.1.2). */
  initialRoundTrip: v.optional(durationBetween('1ms', '2501h')),
  congestionControl: v.optional(congestionControls.schema),
  /** Initial congestion window, datagrams; default 10. */
  initialWindow: v.optional(whole(1, 1000)),
  /** Largest UDP payload; default what the path takes, at most 1452. */
  datagramSize: v.optional(whole(1200, 65_507)),
});

/** RFC 9113 section 6.9.1: no window is above 2^31 - 1; of none at all nothing would ever come. */
const http2Window = sizeBetween('1B', '2147483647B');

/** HTTP/2 at a host, RFC 9113. */
export const Http2SettingsSchema = v.strictObject({
  /** Flow control, for the connection and for each stream. */
  connectionWindow: v.optional(http2Window),
  streamWindow: v.optional(http2Window),
  maximumStreams: v.optional(whole(1, 1_000_000)),
  maximumFrame: v.optional(whole(16_384, 16_777_215)),
  /** Largest DATA frame that it sends: how finely responses are interleaved. Default 16375B: with its head it fills a TLS record. */
  dataFrame: v.optional(sizeBetween('1B', '16777215B')),
});

export type TcpSettings = v.InferOutput<typeof TcpSettingsSchema>;
export type ServerTls = v.InferOutput<typeof ServerTlsSchema>;
export type QuicSettings = v.InferOutput<typeof QuicSettingsSchema>;
export type Http2Settings = v.InferOutput<typeof Http2SettingsSchema>;
export type HttpVersion = (typeof httpVersions)[number];
export type TlsVersion = (typeof tlsVersions)[number];
