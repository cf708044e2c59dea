import { describe, expect, it } from 'vitest';
import { none } from '../../shared/trace/record';
import { HandshakeType, type TlsAnswer, type TlsOffer } from '../../shared/trace/tls';
import { handshakeMessageLength } from './handshake-lengths';
import { TlsVersion } from './names';
import { messagesOf, traceOf } from '../../bytes/tls/testing/handshake-peer';
import { answerOf, offerOf, quicParameters } from '../../bytes/tls/testing/tls-script';

const { tls12, tls13 } = TlsVersion;

describe('the lengths that a simulation reckons with', () => {
  const resumption13 = { from: none, ticket: 0, version: tls13, age: 1 };
  const resumption12 = { from: none, ticket: 0, version: tls12, age: 1 };
  const cases: [string, Partial<TlsOffer>, Partial<TlsAnswer>][] = [
    ['TLS 1.3', {}, {}],
    [
      'a long name, two protocols',
      { serverName: 'cdn.example.com', protocols: ['h2', 'http/1.1'] },
      { protocol: 'h2' },
    ],
    ['no protocols, a small chain', { protocols: [] }, { protocol: '', certificateBytes: 1 }],
    ['resumed', { resumption: resumption13 }, { resumed: true }],
    ['early data', { resumption: resumption13, earlyData: true }, { resumed: true, earlyDataAccepted: true }],
    [
      'QUIC',
      { carrier: 'quic', versions: [tls13], quic: quicParameters },
      { quic: { ...quicParameters, maximumData: 5 }, protocol: 'h3' },
    ],
    ['TLS 1.2 where both were offered', {}, { version: tls12 }],
    ['TLS 1.2 alone', { versions: [tls12] }, { version: tls12, protocol: '' }],
    ['TLS 1.2 resumed', { versions: [tls12], resumption: resumption12 }, { version: tls12, resumed: true }],
    ['a ticket of TLS 1.2 offered with TLS 1.3', { resumption: resumption12 }, {}],
  ];

  it.each(cases)('are those of the true messages: %s', (_, offer, answer) => {
    const source = traceOf({ offer, answer, tickets: 1 });
    const [written] = source.trace.tls.offers;
    const [chosen] = source.trace.tls.answers;
    let messages = 0;
    for (const end of [0, 1] as const)
      for (let epoch = 0; epoch < 4; epoch += 1)
        for (const { bytes } of messagesOf(source.tls.handshake(0, end, epoch), chosen!.version)) {
          expect([bytes[0], bytes.length]).toEqual([
            bytes[0],
            handshakeMessageLength(bytes[0]!, written!, chosen),
          ]);
          messages += 1;
        }
    expect(messages).toBeGreaterThanOrEqual(5);
  });

  it('are not told of messages that are never sent, nor before the server has chosen', () => {
    expect(() => handshakeMessageLength(HandshakeType.keyUpdate, offerOf(), answerOf())).toThrow(RangeError);
    expect(() => handshakeMessageLength(HandshakeType.serverHello, offerOf(), undefined)).toThrow(RangeError);
  });
});
