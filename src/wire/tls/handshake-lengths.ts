import { certificatesInChain, chainBytes } from '../x509/certificate-chain';
import {
  binderBytes,
  certificateOf,
  certificateVerifyOf,
  clientHelloOf,
  encryptedExtensionsOf,
  type HandshakeMaterial,
  newSessionTicketOf,
  nonceBytes,
  serverHelloOf,
  serverKeyExchangeOf,
  ticketBytes,
  type TicketMaterial,
} from './handshake-contents';
import { encodeHandshake, handshakeHeaderBytes, type HandshakeMessage } from './handshake-message';
import { HandshakeType, TlsVersion } from './names';
import type { TlsAnswer, TlsOffer } from './offer';

/** How long handshake messages are. Nothing is encrypted or signed for it: a simulation asks while it runs. */

const zeros = (length: number) => new Uint8Array(length);
const material: HandshakeMaterial = {
  seed: 0,
  random: [zeros(32), zeros(32)],
  publicKey: [zeros(32), zeros(32)],
  sessionId: zeros(32),
};
const ticket: TicketMaterial = { ticket: zeros(ticketBytes), ageAdd: 0, nonce: zeros(nonceBytes) };
const signature = zeros(64);
const emptyChain = Array.from({ length: certificatesInChain }, () => zeros(0));
const verifyDataBytes = { tls12: 12, tls13: 32 } as const;

/** Lengths of messages by type. */
type Lengths = Map<number, number>;
/** By all that lengths depend on: thousands of connections are of a few kinds. */
const ofOffers = new Map<string, Lengths>();
const ofAnswers = new Map<string, Lengths>();
const ofAnswer = new WeakMap<TlsAnswer, Lengths>();
/** Kinds of connection that are remembered; more than that, and all are forgotten. */
const mostKinds = 4096;

/**
 * Bytes of a handshake message, its header of 4 bytes included. `answer`: what the server chose, needed for every
 * message but a ClientHello. Throws a RangeError for a message that the lab's ends do not send.
 */
export function handshakeMessageLength(type: number, offer: TlsOffer, answer: TlsAnswer | undefined): number {
  if (type === HandshakeType.clientHello)
    return remembered(kindOf(ofOffers, offerKind(offer)), type, () => clientHelloLength(offer));
  if (!answer) throw new RangeError(`a handshake message of type ${type} before the server chose`);
  let lengths = ofAnswer.get(answer);
  if (!lengths) {
    lengths = kindOf(ofAnswers, offerKind(offer) + answerKind(answer));
    ofAnswer.set(answer, lengths);
  }
  return remembered(lengths, type, () => answeredLength(type, offer, answer));
}

function remembered(lengths: Lengths, type: number, measure: () => number): number {
  let length = lengths.get(type);
  if (length === undefined) {
    length = measure();
    lengths.set(type, length);
  }
  return length;
}

function kindOf(kinds: Map<string, Lengths>, kind: string): Lengths {
  let lengths = kinds.get(kind);
  if (!lengths) {
    if (kinds.size >= mostKinds) kinds.clear();
    lengths = new Map();
    kinds.set(kind, lengths);
  }
  return lengths;
}

/** All of an offer but the connection, and the ticket, of which all have one length. */
function offerKind({
  carrier,
  versions,
  serverName,
  protocols,
  resumption,
  earlyData,
  quic,
}: TlsOffer): string {
  return JSON.stringify([carrier, versions, serverName, protocols, resumption?.version, earlyData, quic]);
}

function answerKind({
  version,
  protocol,
  resumed,
  earlyDataAccepted,
  promisesTicket,
  certificateBytes,
  quic,
}: TlsAnswer): string {
  const sizes = [certificateBytes, quic, promisesTicket];
  return JSON.stringify([version, protocol, resumed, earlyDataAccepted, ...sizes]);
}

function clientHelloLength(offer: TlsOffer): number {
  const hello = clientHelloOf(offer, material, offer.resumption && ticket, zeros(binderBytes));
  return lengthOf(hello, TlsVersion.tls13);
}

function answeredLength(type: number, offer: TlsOffer, answer: TlsAnswer): number {
  const { version } = answer;
  const isTls13 = version === TlsVersion.tls13;
  switch (type) {
    case HandshakeType.serverHello:
      return lengthOf(serverHelloOf(offer, answer, material), version);
    case HandshakeType.encryptedExtensions:
      return lengthOf(encryptedExtensionsOf(answer, 0), version);
    case HandshakeType.certificate:
      return (
        lengthOf(certificateOf(emptyChain), version) + chainBytes(offer.serverName, answer.certificateBytes)
      );
    case HandshakeType.certificateVerify:
      return lengthOf(certificateVerifyOf(signature), version);
    case HandshakeType.serverKeyExchange:
      return lengthOf(serverKeyExchangeOf(material.publicKey[1], signature), version);
    case HandshakeType.clientKeyExchange:
      return lengthOf({ name: 'client-key-exchange', publicKey: material.publicKey[0] }, version);
    case HandshakeType.finished:
      return handshakeHeaderBytes + (isTls13 ? verifyDataBytes.tls13 : verifyDataBytes.tls12);
    case HandshakeType.newSessionTicket:
      return lengthOf(newSessionTicketOf(version, offer.carrier, ticket), version);
    case HandshakeType.serverHelloDone:
    case HandshakeType.endOfEarlyData:
      return handshakeHeaderBytes;
    default:
      throw new RangeError(`no handshake message of type ${type} is sent`);
  }
}

function lengthOf(message: HandshakeMessage, version: number): number {
  return encodeHandshake(message, version).length;
}
