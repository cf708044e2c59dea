import { quicPacketNames, quicSpaces } from '../../src/shared/trace/quic';
import { quicFrameNames } from '../../src/shared/trace/quic-packets';

const whole = { type: 'integer', minimum: 0 } as const;
const connectionId = { anyOf: [whole, { const: 'original' }] } as const;

/** A QUIC packet of a datagram in `quic.send`; what a frame has besides its type stands in docs/trace.md. */
export function quicPacketSchema(): object {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['type', 'bytes', 'destinationConnectionId', 'frames'],
    properties: {
      type: { enum: [...quicPacketNames] },
      space: { enum: [...quicSpaces] },
      packetNumber: whole,
      bytes: whole,
      destinationConnectionId: connectionId,
      sourceConnectionId: connectionId,
      keyPhase: { enum: [0, 1] },
      frames: {
        type: 'array',
        items: {
          type: 'object',
          required: ['type'],
          properties: { type: { enum: Object.values(quicFrameNames) } },
          additionalProperties: frameField,
        },
      },
    },
  };
}

const range = { type: 'array', items: whole, minItems: 2, maxItems: 2 };
/** Figures, flags, a reason, or the ranges of an ACK. */
const frameField = {
  anyOf: [whole, { type: 'boolean' }, { type: 'string' }, { type: 'array', items: range }],
};
