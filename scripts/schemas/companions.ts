import type { Companion } from '../../src/shared/trace/kinds/definition';
import { closedObject, endpoint, oneOf, orNull, text, u16, u32, u8, whole, type Properties } from './json-types';
import { quicPacketSchema } from './quic-packet';

interface CompanionSchema {
  readonly required: Properties;
  readonly optional: Properties;
}

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
  options: closedObject(
    {},
    {
      maximumSegmentSize: u16,
      windowScale: u8,
      sackPermitted: { const: true },
      timestamps: closedObject({ value: u32, echo: u32 }),
      sack: {
        type: 'array',
        minItems: 1,
        maxItems: 4,
        items: { type: 'array', items: u32, minItems: 2, maxItems: 2 },
      },
    },
  ),
};

const datagram: Properties = {
  source: endpoint,
  destination: endpoint,
  payload: u16,
  identification: u16,
  packets: { type: 'array', minItems: 1, items: quicPacketSchema() },
};

export const tlsVersion = oneOf(['TLS 1.2', 'TLS 1.3']);
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
      from: orNull(u32),
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

/** What a line has besides its record's own fields, as `src/export/ndjson/companions.ts` writes it. */
export const companionSchemas: Readonly<Record<Companion, CompanionSchema>> = {
  segment: { required: segment, optional: {} },
  datagram: { required: datagram, optional: {} },
  'tls negotiation': { required: {}, optional: { offer: tlsOffer, answer: tlsAnswer } },
  'tls protocol': { required: {}, optional: { protocol: text } },
};
