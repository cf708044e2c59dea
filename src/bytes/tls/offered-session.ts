import { TlsEpoch } from '../../shared/trace/tls';
import { deriveSecret, earlySecret, trafficKeys } from '../../wire/tls/key-schedule';
import { TlsVersion } from '../../wire/tls/names';
import { once } from './once';
import { encodeRecord, firstRecordVersion } from '../../wire/tls/record';
import { sealRecord } from '../../wire/tls/record-protection';
import {
  clientHelloBytes,
  type LoggedSecret,
  type ResumedSession,
  type SessionParts,
  type TlsSession,
} from './session';

const noBytes = new Uint8Array();

/** A handshake of which only the ClientHello has been sent, and early data behind it. */
export class OfferedSession implements TlsSession {
  constructor(private readonly parts: SessionParts) {}

  readonly clientHello = once(() => clientHelloBytes(this.parts));

  /** The secret of the key that is resumed; undefined where none is. */
  readonly earlySecret = once(() => {
    const { cryptography, resumed } = this.parts;
    return resumed?.version === TlsVersion.tls13 ? earlySecret(cryptography, resumed.secret) : undefined;
  });

  private readonly earlyTraffic = once(() => {
    const { cryptography, offer } = this.parts;
    const early = this.earlySecret();
    if (!early || !offer.earlyData) return undefined;
    return deriveSecret(cryptography, early, 'c e traffic', cryptography.sha256(this.clientHello()));
  });

  private readonly earlyKeys = once(() => {
    const secret = this.earlyTraffic();
    return secret && trafficKeys(this.parts.cryptography, secret);
  });

  handshake(end: 0 | 1, epoch: number): Uint8Array {
    return end === 0 && epoch === TlsEpoch.plaintext ? this.clientHello() : noBytes;
  }

  /** Early data. A record of any other epoch cannot be there yet, and is left as it is. */
  seal(
    _end: 0 | 1,
    epoch: number,
    sequence: number,
    type: number,
    plaintext: Uint8Array,
    padding: number,
  ): Uint8Array {
    const keys = epoch === TlsEpoch.earlyData ? this.earlyKeys() : undefined;
    if (!keys) return encodeRecord(type, firstRecordVersion, plaintext);
    return sealRecord(this.parts.cryptography, keys, sequence, type, plaintext, padding);
  }

  trafficSecret(end: 0 | 1, epoch: number): Uint8Array | undefined {
    return end === 0 && epoch === TlsEpoch.earlyData ? this.earlyTraffic() : undefined;
  }

  secrets(): LoggedSecret[] {
    const secret = this.earlyTraffic();
    const clientRandom = this.parts.material.random[0];
    return secret ? [{ label: 'CLIENT_EARLY_TRAFFIC_SECRET', clientRandom, secret }] : [];
  }

  resumable(): ResumedSession {
    throw new RangeError('a session that was never agreed on cannot be resumed');
  }
}
