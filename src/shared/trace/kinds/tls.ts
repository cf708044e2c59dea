import { tlsEpochs } from './tls-epochs';
import {
  byteOf,
  inA,
  inB,
  inDetail,
  number,
  tlsMessageType,
  tlsVersion,
  word,
  type RecordKindDefinitions,
} from './definition';
import { codesOf, namesOf } from './enumeration';

const directions = { sent: { code: 0, name: 'sent' }, received: { code: 1, name: 'received' } } as const;
/** Whether an end sends or receives a handshake message. */
export const TlsDirection = codesOf(directions);

const sessions = {
  full: { code: 0, name: 'full handshake' },
  resumed: { code: 1, name: 'resumed' },
  earlyDataAccepted: { code: 2, name: 'early data accepted' },
  earlyDataRejected: { code: 3, name: 'early data rejected' },
} as const;
/** What a handshake came to. */
export const TlsSession = codesOf(sessions);
export const tlsSessions = namesOf(sessions);

const atEnd = { layer: 6, place: 'device', connection: 'always' } as const;

export const tlsKinds = {
  tlsMessage: {
    code: 37,
    name: 'tls.message',
    says: 'An end sends or receives a TLS handshake message.',
    ...atEnd,
    fields: {
      message: byteOf('a', 0, tlsMessageType, "message's type"),
      epoch: byteOf('a', 8, word(tlsEpochs), 'epoch'),
      bytes: inB(number, 'length'),
      direction: inDetail(word(namesOf(directions)), '0 sent, 1 received'),
    },
    companion: 'tls negotiation',
  },
  tlsEstablished: {
    code: 38,
    name: 'tls.established',
    says: 'TLS is done at an end.',
    ...atEnd,
    fields: {
      version: inA(tlsVersion, 'version: 0x0304 is TLS 1.3'),
      session: inDetail(word(tlsSessions), 'session'),
    },
    companion: 'tls protocol',
  },
} as const satisfies RecordKindDefinitions;
