import type { Cryptography } from '../../wire/cryptography/cryptography';
import { read32, write32 } from '../../wire/encoding/octets';
import { certificateChain, type ChainKeys } from '../../wire/x509/certificate-chain';
import {
  type HandshakeMaterial,
  nonceBytes,
  ticketBytes,
  type TicketMaterial,
} from '../../wire/tls/handshake-contents';
import { once } from './once';
import { SeededBytes } from '../../wire/cryptography/seeded-bytes';

/** What the hosts of a run drew at random for TLS, and keep secret. */
export class RunMaterial {
  private readonly seeded: SeededBytes;
  private readonly chains = new Map<string, readonly Uint8Array[]>();

  constructor(
    readonly cryptography: Cryptography,
    readonly seed: number,
  ) {
    this.seeded = new SeededBytes(cryptography, seed);
  }

  connection(connection: number): ConnectionMaterial {
    return new ConnectionMaterial(this.cryptography, this.seeded, this.seed, connection);
  }

  /** A server's Ed25519 private key. */
  serverKey(host: string): Uint8Array {
    return this.seeded.bytes(`certificate key of ${host}`, 32);
  }

  /** A server's certificates, as many bytes together as asked for. */
  chain(host: string, bytes: number): readonly Uint8Array[] {
    const name = `${bytes} bytes for ${host}`;
    let chain = this.chains.get(name);
    if (!chain) {
      chain = certificateChain(this.cryptography, this.chainKeys(host), host, bytes);
      this.chains.set(name, chain);
    }
    return chain;
  }

  /** The keys behind a server's certificates. */
  chainKeys(host: string): ChainKeys {
    const { seeded } = this;
    return {
      server: this.serverKey(host),
      intermediate: seeded.bytes('key of the intermediate authority', 32),
      root: seeded.bytes('key of the root authority', 32),
      serials: [
        seeded.bytes(`serial number of ${host}`, 20),
        seeded.bytes('serial number of the intermediate authority', 20),
        seeded.bytes('serial number of the root authority', 20),
      ],
    };
  }

  /** A session of before the run: what it left, and its ticket. `name` tells it from all others. */
  earlierSession(name: string, secretBytes: number): { secret: Uint8Array; ticket: TicketMaterial } {
    const secret = this.seeded.bytes(`secret of ${name}`, secretBytes);
    return { secret, ticket: ticketOf(this.seeded, name) };
  }
}

/** What the two ends of one connection drew. */
export class ConnectionMaterial implements HandshakeMaterial {
  constructor(
    private readonly cryptography: Cryptography,
    private readonly seeded: SeededBytes,
    readonly seed: number,
    private readonly connection: number,
  ) {}

  get random(): readonly [Uint8Array, Uint8Array] {
    return this.randoms();
  }
  get publicKey(): readonly [Uint8Array, Uint8Array] {
    return this.publicKeys();
  }
  /** What X25519 gives either end. */
  get sharedSecret(): Uint8Array {
    return this.shared();
  }
  get sessionId(): Uint8Array {
    return this.bytes('session id', 32);
  }

  /** A ticket that the server gave out, from 0 on. */
  ticket(number: number): TicketMaterial {
    return ticketOf(this.seeded, `connection ${this.connection} ticket ${number}`, number);
  }

  private readonly randoms = once(
    () => [this.bytes('client random', 32), this.bytes('server random', 32)] as const,
  );
  private readonly privateKeys = once(
    () => [this.bytes('client private key', 32), this.bytes('server private key', 32)] as const,
  );
  private readonly publicKeys = once(() => {
    const [client, server] = this.privateKeys();
    const publicKeyOf = (key: Uint8Array) => this.cryptography.x25519PublicKey(key);
    return [publicKeyOf(client), publicKeyOf(server)] as const;
  });
  private readonly shared = once(() =>
    this.cryptography.x25519SharedSecret(this.privateKeys()[0], this.publicKeys()[1]),
  );

  private bytes(what: string, length: number): Uint8Array {
    return this.seeded.bytes(`connection ${this.connection} ${what}`, length);
  }
}

function ticketOf(seeded: SeededBytes, name: string, number = 0): TicketMaterial {
  const nonce = new Uint8Array(nonceBytes);
  write32(nonce, nonceBytes - 4, number);
  return {
    ticket: seeded.bytes(`${name} state`, ticketBytes),
    ageAdd: read32(seeded.bytes(`${name} age`, 4), 0),
    nonce,
  };
}
