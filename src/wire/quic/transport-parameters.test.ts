import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from '../testing/arbitraries';
import { originalDestinationId } from './connection-id';
import { fromHexadecimal } from './testing/hexadecimal';
import {
  byteParameter,
  decodeTransportParameters,
  encodeQuicParameters,
  encodeTransportParameters,
  numberParameter,
  type TransportParameter,
  transportParameterNames,
} from './transport-parameters';

const limit = fc.oneof(fc.integer({ min: 0, max: 70_000 }), fc.maxSafeInteger().map(Math.abs));
const lists: fc.Arbitrary<TransportParameter[]> = fc
  .tuple(
    limit.map((value) => numberParameter('maxIdleTimeout', value)),
    limit.map((value) => numberParameter('initialMaxData', value)),
    fc.integer({ min: 0, max: 20 }).map((value) => numberParameter('ackDelayExponent', value)),
    fc.uint8Array({ maxLength: 20 }).map((value) => byteParameter('initialSourceConnectionId', value)),
    fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((value) => byteParameter('statelessResetToken', value)),
    fc.constant<TransportParameter>({ kind: 'flag', id: 0x0c }),
    fc.uint8Array({ maxLength: 9 }).map((value): TransportParameter => ({ kind: 'bytes', id: 0x7b1, value })),
  )
  .chain((all) => fc.subarray(all, { minLength: 1 }));

const parameters = {
  idleTimeout: 30_000,
  maximumData: 1_000_000,
  maximumStreamData: 250_000,
  maximumStreamsBidirectional: 100,
  maximumStreamsUnidirectional: 3,
  maximumAckDelay: 25,
  ackDelayExponent: 3,
  activeConnectionIds: 4,
};

describe('transport parameters', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const decoded = decodeTransportParameters(encodeTransportParameters(list));
        expect(decoded.ok && decoded.value.map((placed) => placed.parameter)).toEqual(list);
      }),
    );
  });

  it('survive every truncation and any change', () => {
    fc.assert(
      fc.property(mutated(lists.map(encodeTransportParameters)), (bytes) => {
        for (let length = 0; length <= bytes.length; length += 1) {
          const decoded = decodeTransportParameters(bytes.subarray(0, length));
          if (!decoded.ok) expect(decoded.error.at).toBeLessThanOrEqual(length);
        }
      }),
    );
  });

  it('of the client in RFC 9001 appendix A.2 are read', () => {
    const decoded = decodeTransportParameters(
      fromHexadecimal(
        '0408ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806048000ffff',
      ),
    );
    if (!decoded.ok) throw new Error(decoded.error.what);
    const values = decoded.value.map(({ parameter }) => [
      transportParameterNames[parameter.id],
      parameter.kind === 'number' ? parameter.value : undefined,
    ]);
    expect(values).toEqual([
      ['initial_max_data', Number.MAX_SAFE_INTEGER],
      ['initial_max_stream_data_bidi_local', 65_535],
      ['initial_max_stream_data_uni', 65_535],
      ['initial_max_streams_bidi', 16],
      ['max_idle_timeout', 30_000],
      ['initial_max_streams_uni', 16],
      ['initial_source_connection_id', undefined],
      ['initial_max_stream_data_bidi_remote', 65_535],
    ]);
  });

  it.each([
    ['twice', '01 01 05 01 01 06', 'a second max_idle_timeout'],
    ['too small', '03 02 4400', 'max_udp_payload_size 1024'],
    ['too large', '0a 01 15', 'ack_delay_exponent 21'],
    ['of the wrong length', '02 02 aabb', 'stateless_reset_token of 2 bytes'],
    ['with more than its number', '01 02 0505', '1 bytes behind max_idle_timeout'],
  ])('%s are refused', (_, text, what) => {
    const decoded = decodeTransportParameters(fromHexadecimal(text));
    expect(!decoded.ok && decoded.error.what).toBe(what);
  });

  it('of a server say which id the client first sent to', () => {
    const decoded = decodeTransportParameters(encodeQuicParameters(parameters, 7, 3, 1));
    const first = decoded.ok ? decoded.value[0]?.parameter : undefined;
    expect(first).toEqual(byteParameter('originalDestinationConnectionId', originalDestinationId(7, 3)));
  });

  it('announce no DATAGRAM frames, which the lab has not (RFC 9221 section 3)', () => {
    for (const end of [0, 1] as const) {
      const decoded = decodeTransportParameters(encodeQuicParameters(parameters, 7, 3, end));
      const names = decoded.ok
        ? decoded.value.map(({ parameter }) => transportParameterNames[parameter.id])
        : [];
      expect(names).toContain('max_idle_timeout');
      expect(names).not.toContain('max_datagram_frame_size');
    }
  });

  it('are as long for every connection and seed', () => {
    const length = encodeQuicParameters(parameters, 1, 0, 0).length;
    for (let connection = 0; connection < 20; connection += 1)
      expect(encodeQuicParameters(parameters, connection * 77, connection, 0).length).toBe(length);
  });
});
