import { TlsEpoch } from '../../shared/trace/tls';
import {
  certificateOf,
  newSessionTicketOf,
  serverHelloOf,
  serverKeyExchangeOf,
} from '../../wire/tls/handshake-contents';
import {
  encodeHandshake,
  type HandshakeMessage,
  keyExchangeParameters,
} from '../../wire/tls/handshake-message';
import { NamedGroup, TlsVersion } from '../../wire/tls/names';
import { once } from './once';
import {
  type AnsweredParts,
  clientHelloBytes,
  type LoggedSecret,
  type ResumedSession,
  type TlsSession,
} from './session';
import { concatenate, extendedMasterSecret, keys12, sealRecord12, verifyData12 } from '../../wire/tls/tls12';

const version = TlsVersion.tls12;
const noBytes = new Uint8Array();

/**
 * A TLS 1.2 handshake: RFC 5246 section 7.3, with tickets (RFC 5077) and the extended master secret (RFC 7627). What
 * follows the ChangeCipherSpec is in the application's epoch.
 */
export class Tls12Session implements TlsSession {
  constructor(private readonly parts: AnsweredParts) {}

  handshake(end: 0 | 1, epoch: number): Uint8Array {
    const isResumed = this.parts.answer.resumed;
    if (epoch === TlsEpoch.application) return end === 0 ? this.clientFinished() : this.serverFinished();
    if (epoch !== TlsEpoch.plaintext) return noBytes;
    if (end === 0) return isResumed ? this.clientHello() : concatenate(this.clientHello(), this.clientKeys());
    return concatenate(this.serverFlight(), this.ticket());
  }

  seal(end: 0 | 1, _epoch: number, sequence: number, type: number, plaintext: Uint8Array): Uint8Array {
    return sealRecord12(this.parts.cryptography, this.keys()[end], sequence, type, plaintext);
  }

  trafficSecret(): undefined {
    return undefined;
  }

  secrets(): LoggedSecret[] {
    const clientRandom = this.parts.material.random[0];
    return [{ label: 'CLIENT_RANDOM', clientRandom, secret: this.master() }];
  }

  resumable(number: number): ResumedSession {
    return { version, secret: this.master(), ticket: this.parts.material.ticket(number) };
  }

  private readonly clientHello = once(() => clientHelloBytes(this.parts));

  /** ServerHello and, in a full handshake, all up to ServerHelloDone. */
  private readonly serverFlight = once(() => {
    const { offer, answer, material } = this.parts;
    const hello = this.encode(serverHelloOf(offer, answer, material));
    if (answer.resumed) return hello;
    return concatenate(
      hello,
      this.encode(certificateOf(this.parts.chain())),
      this.serverKeys(),
      this.encode({ name: 'server-hello-done' }),
    );
  });

  /** RFC 8422 section 5.4: the two randoms are signed along. */
  private serverKeys(): Uint8Array {
    const { cryptography, material, serverKey } = this.parts;
    const parameters = keyExchangeParameters(NamedGroup.x25519, material.publicKey[1]);
    const signature = cryptography.ed25519Sign(serverKey, concatenate(...material.random, parameters));
    return this.encode(serverKeyExchangeOf(material.publicKey[1], signature));
  }

  private readonly clientKeys = once(() =>
    this.encode({ name: 'client-key-exchange', publicKey: this.parts.material.publicKey[0] }),
  );

  private readonly throughKeys = once(() =>
    concatenate(this.clientHello(), this.serverFlight(), this.clientKeys()),
  );

  private readonly master = once(() => {
    const { cryptography, material, answer, resumed } = this.parts;
    if (answer.resumed && resumed) return resumed.secret;
    return extendedMasterSecret(cryptography, material.sharedSecret, cryptography.sha256(this.throughKeys()));
  });

  private readonly keys = once(() =>
    keys12(this.parts.cryptography, this.master(), ...this.parts.material.random),
  );

  /** Empty where the server gives out none; it goes before the server's ChangeCipherSpec (RFC 5077 section 3.3). */
  private ticket(): Uint8Array {
    const { offer, material } = this.parts;
    if (this.parts.ticketsGiven() === 0) return noBytes;
    return this.encode(newSessionTicketOf(version, offer.carrier, material.ticket(0)));
  }

  /** In a full handshake the client finishes first, in an abbreviated one the server (RFC 5246 figure 1 and 2). */
  private clientFinished(): Uint8Array {
    if (!this.parts.answer.resumed) return this.finished(0, this.throughKeys());
    return this.finished(0, concatenate(this.abbreviated(), this.serverFinished()));
  }

  private serverFinished(): Uint8Array {
    if (this.parts.answer.resumed) return this.finished(1, this.abbreviated());
    return this.finished(1, concatenate(this.throughKeys(), this.clientFinished(), this.ticket()));
  }

  private abbreviated(): Uint8Array {
    return concatenate(this.clientHello(), this.serverFlight(), this.ticket());
  }

  private finished(end: 0 | 1, transcript: Uint8Array): Uint8Array {
    const { cryptography } = this.parts;
    const data = verifyData12(cryptography, this.master(), end, cryptography.sha256(transcript));
    return this.encode({ name: 'finished', verifyData: data });
  }

  private encode(message: HandshakeMessage): Uint8Array {
    return encodeHandshake(message, version);
  }
}
