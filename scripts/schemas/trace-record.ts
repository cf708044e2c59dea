import {
  appErrors,
  congestionPhases,
  dropReasons,
  receiveVerdicts,
  segmentReasons,
  tcpEvents,
  tcpStates,
  tcpTimers,
} from '../../src/shared/trace/record';

/** Trace records as lines of JSON (`--export ndjson`), one schema a kind; docs/trace.md tells what they mean. */

type Properties = Readonly<Record<string, object>>;

const whole = { type: 'integer', minimum: 0 } as const;
const text = { type: 'string' } as const;
const u32 = { type: 'integer', minimum: 0, maximum: 0xffffffff } as const;
const u16 = { type: 'integer', minimum: 0, maximum: 0xffff } as const;
const u8 = { type: 'integer', minimum: 0, maximum: 0xff } as const;
const oneOf = (names: readonly string[]) => ({ enum: [...names] });
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
const atTcp: Properties = { ...layer(4), ...device, ...connection };
const request: Properties = { ...layer(7), ...device, request: whole };
const reason: Properties = { reason: oneOf(dropReasons) };

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

interface KindSchema {
  readonly required: Properties;
  readonly optional?: Properties;
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
  'tcp.state': {
    required: { ...atTcp, from: oneOf(tcpStates), to: oneOf(tcpStates), event: oneOf(tcpEvents) },
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
  'tcp.deliver': { required: { ...atTcp, ...packet, bytes: whole, streamOffset: u32 } },
  'tcp.timer': { required: { ...atTcp, timer: oneOf(tcpTimers) }, optional: packet },
  'tcp.congestion': {
    required: {
      ...atTcp,
      congestionWindow: u32,
      slowStartThreshold: { anyOf: [u32, { type: 'null' }] },
      phase: oneOf(congestionPhases),
    },
    optional: packet,
  },
  'tcp.round-trip': {
    required: { ...atTcp, smoothedRoundTrip: whole, retransmissionTimeout: whole },
    optional: packet,
  },
  'tcp.receive': { required: { ...atTcp, verdict: oneOf(receiveVerdicts) }, optional: packet },
  'app.start': { required: { ...request, workload: text } },
  'http.request': { required: { ...request, ...connection } },
  'http.request-received': { required: { ...request, ...connection } },
  'http.response': { required: { ...request, ...connection, status: u32 } },
  'http.response-received': { required: { ...request, ...connection, status: u32 } },
  'app.error': { required: { ...request, error: oneOf(appErrors) }, optional: connection },
};

/** A record's line as JSON Schema (draft-07). */
export function traceRecordSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'trace-record.schema.json',
    title: 'Hoplab trace record',
    description: 'One line of an ndjson export; docs/trace.md tells what each kind means.',
    type: 'object',
    anyOf: Object.entries(recordKindSchemas).map(([kind, { required, optional = {} }]) => ({
      properties: { ...common, kind: { const: kind }, ...required, ...optional },
      required: [...Object.keys(common), 'kind', ...Object.keys(required)],
      additionalProperties: false,
    })),
  };
}
