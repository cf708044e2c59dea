import { TlsEpoch } from '../../shared/trace/tls';
import {
  certificateOf,
  certificateVerifyOf,
  encryptedExtensionsOf,
  newSessionTicketOf,
  serverHelloOf,
} from '../../wire/tls/handshake-contents';
import { encodeHandshake, type HandshakeMessage } from '../../wire/tls/handshake-message';
import {
  deriveSecret,
  earlySecret,
  handshakeSecret,
  masterSecret,
  resumptionKey,
  signedContent,
  type TrafficKeys,
  trafficKeys,
  verifyData,
} from '../../wire/tls/key-schedule';
import { TlsVersion } from '../../wire/tls/names';
import { OfferedSession } from './offered-session';
import { once } from './once';
import { sealRecord } from '../../wire/tls/record-protection';
import type { AnsweredParts, LoggedSecret, ResumedSession, TlsSession } from './session';
import { concatenate } from '../../wire/tls/tls12';

const version = TlsVersion.tls13;
const noBytes = new Uint8Array();

/** A TLS 1.3 handshake: RFC 8446 section 2, with its keys by section 7.1. */
export class Tls13Session implements TlsSession {
  private readonly offered: OfferedSession;
  private readonly keys = new Map<string, TrafficKeys>();

  constructor(private readonly parts: AnsweredParts) {
    this.offered = new OfferedSession(parts);
  }

  handshake(end: 0 | 1, epoch: number): Uint8Array {
    if (epoch === TlsEpoch.plaintext) return end === 0 ? this.offered.clientHello() : this.serverHello();
    if (epoch === TlsEpoch.handshake) return end === 0 ? this.clientFinished() : this.serverFlight();
    if (epoch === TlsEpoch.application && end === 1) return this.tickets();
    return epoch === TlsEpoch.earlyData && end === 0 ? this.endOfEarlyData() : noBytes;
  }

  seal(
    end: 0 | 1,
    epoch: number,
    sequence: number,
    type: number,
    plaintext: Uint8Array,
    padding: number,
  ): Uint8Array {
    const { cryptography } = this.parts;
    const name = `${end} ${epoch}`;
    let keys = this.keys.get(name);
    if (!keys) {
      const secret = this.trafficSecret(end, epoch);
      if (!secret) throw new RangeError(`end ${end} has no keys in epoch ${epoch}`);
      keys = trafficKeys(cryptography, secret);
      this.keys.set(name, keys);
    }
    return sealRecord(cryptography, keys, sequence, type, plaintext, padding);
  }

  trafficSecret(end: 0 | 1, epoch: number): Uint8Array | undefined {
    if (epoch === TlsEpoch.handshake) return this.handshakeTraffic()[end];
    if (epoch === TlsEpoch.application) return this.applicationTraffic()[end];
    return this.offered.trafficSecret(end, epoch);
  }

  secrets(): LoggedSecret[] {
    const clientRandom = this.parts.material.random[0];
    const [clientHandshake, serverHandshake] = this.handshakeTraffic();
    const [client, server] = this.applicationTraffic();
    return [
      ...this.offered.secrets(),
      { label: 'CLIENT_HANDSHAKE_TRAFFIC_SECRET', clientRandom, secret: clientHandshake },
      { label: 'SERVER_HANDSHAKE_TRAFFIC_SECRET', clientRandom, secret: serverHandshake },
      { label: 'CLIENT_TRAFFIC_SECRET_0', clientRandom, secret: client },
      { label: 'SERVER_TRAFFIC_SECRET_0', clientRandom, secret: server },
    ];
  }

  resumable(number: number): ResumedSession {
    const ticket = this.parts.material.ticket(number);
    const { cryptography } = this.parts;
    return { version, ticket, secret: resumptionKey(cryptography, this.resumptionMaster(), ticket.nonce) };
  }

  private readonly serverHello = once(() => {
    const { offer, answer, material } = this.parts;
    return this.encode(serverHelloOf(offer, answer, material));
  });

  private readonly hellos = once(() => concatenate(this.offered.clientHello(), this.serverHello()));

  /** RFC 8446 section 7.1: a key that was offered and not taken has no part in what follows. */
  private readonly handshakeSecret = once(() => {
    const { cryptography, answer, material } = this.parts;
    const early = (answer.resumed ? this.offered.earlySecret() : undefined) ?? earlySecret(cryptography);
    return handshakeSecret(cryptography, early, material.sharedSecret);
  });

  private readonly handshakeTraffic = once(() => {
    const hash = this.parts.cryptography.sha256(this.hellos());
    return [
      this.derive(this.handshakeSecret(), 'c hs traffic', hash),
      this.derive(this.handshakeSecret(), 's hs traffic', hash),
    ] as const;
  });

  private readonly serverFlight = once(() => {
    const { answer, material } = this.parts;
    const extensions = this.encode(encryptedExtensionsOf(answer, material.seed));
    const flight = answer.resumed ? extensions : concatenate(extensions, this.authentication(extensions));
    return concatenate(flight, this.finished(1, concatenate(this.hellos(), flight)));
  });

  /** Certificate and CertificateVerify: section 4.4. */
  private authentication(extensions: Uint8Array): Uint8Array {
    const { cryptography, serverKey } = this.parts;
    const certificate = this.encode(certificateOf(this.parts.chain()));
    const hash = cryptography.sha256(concatenate(this.hellos(), extensions, certificate));
    const signature = cryptography.ed25519Sign(serverKey, signedContent(hash));
    return concatenate(certificate, this.encode(certificateVerifyOf(signature)));
  }

  private finished(end: 0 | 1, transcript: Uint8Array): Uint8Array {
    const { cryptography } = this.parts;
    const data = verifyData(cryptography, this.handshakeTraffic()[end], cryptography.sha256(transcript));
    return this.encode({ name: 'finished', verifyData: data });
  }

  private readonly throughServer = once(() => concatenate(this.hellos(), this.serverFlight()));

  /** Not in QUIC: RFC 9001 section 8.3. */
  private readonly endOfEarlyData = once(() => {
    const { offer, answer } = this.parts;
    const isSent = answer.earlyDataAccepted && offer.carrier === 'tcp';
    return isSent ? this.encode({ name: 'end-of-early-data' }) : noBytes;
  });

  private readonly clientFinished = once(() =>
    this.finished(0, concatenate(this.throughServer(), this.endOfEarlyData())),
  );

  private readonly master = once(() => masterSecret(this.parts.cryptography, this.handshakeSecret()));

  private readonly applicationTraffic = once(() => {
    const hash = this.parts.cryptography.sha256(this.throughServer());
    return [
      this.derive(this.master(), 'c ap traffic', hash),
      this.derive(this.master(), 's ap traffic', hash),
    ] as const;
  });

  private readonly resumptionMaster = once(() => {
    const transcript = concatenate(this.throughServer(), this.endOfEarlyData(), this.clientFinished());
    return this.derive(this.master(), 'res master', this.parts.cryptography.sha256(transcript));
  });

  private tickets(): Uint8Array {
    const { offer, material } = this.parts;
    const messages = Array.from({ length: this.parts.ticketsGiven() }, (_, number) =>
      this.encode(newSessionTicketOf(version, offer.carrier, material.ticket(number))),
    );
    return concatenate(...messages);
  }

  private derive(secret: Uint8Array, label: string, hash: Uint8Array): Uint8Array {
    return deriveSecret(this.parts.cryptography, secret, label, hash);
  }

  private encode(message: HandshakeMessage): Uint8Array {
    return encodeHandshake(message, version);
  }
}
