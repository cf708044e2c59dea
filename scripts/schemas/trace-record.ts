import { fallbackWinners } from '../../src/export/ndjson/application-records';
import { tlsSessions } from '../../src/export/ndjson/tls-records';
import {
  flowBlocks,
  pathEvents,
  quicEvents,
  quicLossReasons,
  quicReceiveEvents,
  quicReceiveStates,
  quicSendEvents,
  quicSendReasons,
  quicSendStates,
  quicSpaces,
  quicStates,
  quicTimers,
} from '../../src/shared/trace/quic';
import {
  appErrors,
  congestionPhases,
  dropReasons,
  http2Events,
  http2States,
  mediaFates,
  receiveVerdicts,
  segmentReasons,
  tcpEvents,
  tcpStates,
  tcpTimers,
} from '../../src/shared/trace/record';
import { tlsEpochs } from '../../src/shared/trace/tls';
import { quicPacketSchema } from './quic-packet';

/** Trace records as lines of JSON (`--export ndjson`), one schema a kind; docs/trace.md tells what they mean. */

type Properties = Readonly<Record<string, object>>;

const whole = { type: 'integer', minimum: 0 } as const;
const text = { type: 'string' } as const;
const u32 = { type: 'integer', minimum: 0, maximum: 0xffffffff } as const;
const u16 = { type: 'integer', minimum: 0, maximum: 0xffff } as const;
const u8 = { type: 'integer', minimum: 0, maximum: 0xff } as const;
const oneOf = (names: readonly string[]) => ({ enum: [...names] });
const address = { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+\\.\\d+$' } as const;
const endpoint = { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+\\.\\d+:\\d+$' } as const;

const common: Properties = {
  t: { ...whole, description: 'Virtual time, nanoseconds.' },
  seq: { ...u32, description: "The record's number, from 0." },
  cause: { anyOf: [u32, { type: 'null' }], description: 'seq of the record that caused this one.' },
};
const layer = (number: number): Properties => ({ layer: { const: number } });
const device: Properties = { device: text };
const packet: Properties = { packet: u32 };
const connection: Properties = { connection: u32 };
const onLink: Properties = { link: text, from: text, to: text };
const frame: Properties = { ...layer(1), ...device, ...packet, ...onLink, bytes: whole };
const atConnection: Properties = { ...layer(4), ...device, ...connection };
const atTls: Properties = { ...layer(6), ...device, ...connection };
const request: Properties = { ...layer(7), ...device, request: whole };
const reason: Properties = { reason: oneOf(dropReasons) };
const media: Properties = { ...layer(7), ...device, frame: u32, workload: text };
const congestion: Properties = {
  congestionWindow: u32,
  slowStartThreshold: { anyOf: [u32, { type: 'null' }] },
  phase: oneOf(congestionPhases),
};
/** A change of state, by the names of a machine's states and events. */
const change = (states: readonly string[], events: readonly string[]): Properties => ({
  from: oneOf(states),
  to: oneOf(states),
  event: oneOf(events),
});

const flagNames = ['SYN', 'FIN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];
const segment: Properties = {
  source: endpoint,
  destination: endpoint,
  flags: { type: 'array', items: oneOf(flagNames), uniqueItems: true },
  sequence: u32,
  relativeSequence: whole,
  acknowledgement: u32,
  relativeAcknowledgement: u32,
  window: u16,
  payload: u16,
  identification: u16,
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      maximumSegmentSize: u16,
      windowScale: u8,
      sackPermitted: { const: true },
      timestamps: {
        type: 'object',
        additionalProperties: false,
        required: ['value', 'echo'],
        properties: { value: u32, echo: u32 },
      },
      sack: {
        type: 'array',
        minItems: 1,
        maxItems: 4,
        items: { type: 'array', items: u32, minItems: 2, maxItems: 2 },
      },
    },
  },
};

const tlsVersion = oneOf(['TLS 1.2', 'TLS 1.3']);
const closedObject = (required: Properties, optional: Properties = {}) => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});
const transportParameters = closedObject({
  idleTimeout: whole,
  maximumData: whole,
  maximumStreamData: whole,
  maximumStreamsBidirectional: whole,
  maximumStreamsUnidirectional: whole,
  maximumAckDelay: whole,
  ackDelayExponent: whole,
  activeConnectionIds: whole,
});
const tlsOffer = closedObject(
  {
    versions: { type: 'array', minItems: 1, items: tlsVersion },
    serverName: text,
    protocols: { type: 'array', items: text },
    earlyData: { type: 'boolean' },
  },
  {
    resumption: closedObject({
      from: { anyOf: [u32, { type: 'null' }] },
      ticket: whole,
      version: tlsVersion,
      age: { type: 'number', minimum: 0 },
    }),
    transportParameters,
  },
);
const tlsAnswer = closedObject(
  {
    version: tlsVersion,
    protocol: text,
    resumed: { type: 'boolean' },
    earlyDataAccepted: { type: 'boolean' },
    certificateBytes: whole,
  },
  { transportParameters },
);

interface KindSchema {
  readonly required: Properties;
  readonly optional?: Properties;
  /** Fields that go together: one of these sets is there. */
  readonly either?: readonly Properties[];
}

const maybeConnected = connection;
export const recordKindSchemas: Readonly<Record<string, KindSchema>> = {
  'run.start': { required: { seed: u32 } },
  'run.end': { required: { reason: oneOf(['idle', 'duration reached']) } },
  'link.send': { required: { ...frame, wait: whole, timeToLive: u8 }, optional: maybeConnected },
  'link.arrive': { required: { ...frame, timeToLive: u8 }, optional: maybeConnected },
  'link.drop': { required: { ...frame, ...reason }, optional: maybeConnected },
  'link.cut': { required: { ...layer(1), ...onLink } },
  'link.mend': { required: { ...layer(1), ...onLink } },
  'ip.drop': { required: { ...layer(3), ...device, ...packet, ...reason }, optional: maybeConnected },
  'device.crash': { required: { ...layer(3), ...device } },
  'device.restart': { required: { ...layer(3), ...device } },
  'device.address-change': { required: { ...layer(3), ...device, address } },
  'tcp.state': {
    required: { ...atConnection, ...change(tcpStates, tcpEvents) },
    optional: { initialSequence: u32, ...packet },
  },
  'tcp.send': {
    required: {
      ...layer(4),
      ...device,
      ...packet,
      reason: oneOf(segmentReasons),
      bytesInFlight: u32,
      sendWindow: u32,
      ...segment,
    },
    // A reset that answers a segment for no connection belongs to none.
    optional: connection,
  },
  'tcp.deliver': { required: { ...atConnection, ...packet, bytes: whole, streamOffset: u32 } },
  'tcp.timer': { required: { ...atConnection, timer: oneOf(tcpTimers) }, optional: packet },
  'tcp.congestion': {
    required: { ...atConnection, ...congestion },
    optional: packet,
  },
  'tcp.round-trip': {
    required: { ...atConnection, smoothedRoundTrip: whole, retransmissionTimeout: whole },
    optional: packet,
  },
  'tcp.receive': { required: { ...atConnection, verdict: oneOf(receiveVerdicts) }, optional: packet },
  'tcp.accept': { required: { ...atConnection, waiting: u32 }, optional: packet },
  'tls.message': {
    required: {
      ...atTls,
      message: text,
      epoch: oneOf(tlsEpochs),
      bytes: whole,
      direction: oneOf(['sent', 'received']),
    },
    optional: { ...packet, offer: tlsOffer, answer: tlsAnswer },
  },
  'tls.established': {
    required: { ...atTls, version: tlsVersion, session: oneOf(tlsSessions) },
    optional: { ...packet, protocol: text },
  },
  'app.start': { required: { ...request, workload: text } },
  'http.request': { required: { ...request, ...connection } },
  'http.request-received': { required: { ...request, ...connection } },
  'http.response': { required: { ...request, ...connection, status: u32 } },
  'http.response-received': { required: { ...request, ...connection, status: u32 } },
  'app.error': { required: { ...request, error: oneOf(appErrors) }, optional: connection },
  'http.blocked': { required: { ...request, ...connection, by: oneOf(flowBlocks) } },
  'http.unblocked': { required: { ...request, ...connection } },
  'http.stream': {
    required: { ...layer(7), ...device, ...connection, stream: u32, ...change(http2States, http2Events) },
    optional: packet,
  },
  'app.fallback': { required: { ...request, winner: oneOf(fallbackWinners) }, optional: connection },
  'quic.state': { required: { ...atConnection, ...change(quicStates, quicEvents) }, optional: packet },
  'quic.stream': {
    required: { ...atConnection, stream: u32 },
    optional: packet,
    either: [
      { part: { const: 'sending' }, ...change(quicSendStates, quicSendEvents) },
      { part: { const: 'receiving' }, ...change(quicReceiveStates, quicReceiveEvents) },
    ],
  },
  'quic.send': {
    required: {
      ...layer(4),
      ...device,
      ...packet,
      reason: oneOf(quicSendReasons),
      bytesInFlight: u32,
      source: endpoint,
      destination: endpoint,
      payload: u16,
      identification: u16,
      packets: { type: 'array', minItems: 1, items: quicPacketSchema() },
    },
    optional: connection,
  },
  'quic.deliver': { required: { ...atConnection, stream: u32, bytes: whole }, optional: packet },
  'quic.lost': {
    required: {
      ...atConnection,
      ...packet,
      packetNumber: whole,
      space: oneOf(quicSpaces),
      reason: oneOf(quicLossReasons),
    },
  },
  'quic.timer': { required: { ...atConnection, timer: oneOf(quicTimers) }, optional: packet },
  'quic.congestion': { required: { ...atConnection, ...congestion }, optional: packet },
  'quic.round-trip': {
    required: { ...atConnection, smoothedRoundTrip: whole, probeTimeout: whole },
    optional: packet,
  },
  'quic.blocked': { required: { ...atConnection, stream: u32, by: oneOf(flowBlocks) }, optional: packet },
  'quic.path': { required: { ...atConnection, address, event: oneOf(pathEvents) }, optional: packet },
  // Over plain UDP or TCP: what carried a frame is told where the application has it at hand.
  'media.sent': { required: media, optional: { ...packet, ...connection } },
  'media.received': { required: media, optional: { ...packet, ...connection } },
  'media.played': { required: { ...media, fate: oneOf(mediaFates) }, optional: { ...packet, ...connection } },
};

/** A record's line as JSON Schema (draft-07). */
export function traceRecordSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'trace-record.schema.json',
    title: 'Hoplab trace record',
    description: 'One line of an ndjson export; docs/trace.md tells what each kind means.',
    type: 'object',
    anyOf: Object.entries(recordKindSchemas).flatMap(([kind, { required, optional = {}, either = [{}] }]) =>
      either.map((together) => ({
        properties: { ...common, kind: { const: kind }, ...required, ...together, ...optional },
        required: [...Object.keys(common), 'kind', ...Object.keys({ ...required, ...together })],
        additionalProperties: false,
      })),
    ),
  };
}
