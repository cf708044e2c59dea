import { protocolUdp } from '../../shared/trace/packet';
import { originalConnectionId, QuicPacketItem } from '../../shared/trace/quic';
import { TlsEpoch } from '../../shared/trace/tls';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { Cryptography } from '../../wire/cryptography/cryptography';
import { connectionIdOf, originalDestinationId, retryConnectionId } from '../../wire/quic/connection-id';
import { initialSecrets, type PacketKeys, packetKeys, updatedKeys } from '../../wire/quic/keys';
import type { QuicSecrets } from './secrets';

/** A run's seed, from which its ids, keys and randoms follow. */
export function seedOf(trace: TraceReader): number {
  return trace.records.length > 0 ? trace.a(0) : 0;
}

/** Keys of a trace's QUIC packets, each made once. */
export class ConnectionKeys {
  private readonly initial = new Map<string, readonly [PacketKeys, PacketKeys]>();
  private readonly others = new Map<string, PacketKeys>();
  /** Packet of a connection's Retry. */
  private readonly retries = new Map<number, number>();
  private scanned = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly cryptography: Cryptography,
    private readonly secrets: QuicSecrets,
  ) {}

  /**
   * The keys of the QUIC packet whose header is `item` in a datagram of an end; undefined where the handshake never led
   * to any, or where the packet has none (Retry, Version Negotiation).
   */
  of(packet: number, item: number, end: 0 | 1): PacketKeys | undefined {
    const connection = this.trace.connectionOfPacket(packet);
    switch (this.trace.quicItemType(item)) {
      case QuicPacketItem.initial:
        return this.initialKeys(connection, this.initialKeyId(packet, item, end), end);
      case QuicPacketItem.zeroRtt:
        return this.traffic(connection, end, TlsEpoch.earlyData, 0);
      case QuicPacketItem.handshake:
        return this.traffic(connection, end, TlsEpoch.handshake, 0);
      case QuicPacketItem.oneRtt:
        // The lowest bit of the number of key updates is the Key Phase.
        return this.traffic(connection, end, TlsEpoch.application, this.trace.quicItemFlags(item));
      default:
        return undefined;
    }
  }

  /** Whether a connection was sent a Retry before a packet. */
  hasRetryBefore(packet: number, connection: number): boolean {
    const { trace } = this;
    for (; this.scanned < packet; this.scanned += 1) {
      const first =
        trace.protocol(this.scanned) === protocolUdp ? trace.firstQuicItem(this.scanned) : undefined;
      if (first === undefined || trace.quicItemCount(this.scanned) === 0) continue;
      const owner = trace.connectionOfPacket(this.scanned);
      if (trace.quicItemType(first) === QuicPacketItem.retry && !this.retries.has(owner))
        this.retries.set(owner, this.scanned);
    }
    const retry = this.retries.get(connection);
    return retry !== undefined && retry < packet;
  }

  /** RFC 9001 section 5.2: Initial keys follow from the first destination id, and after a Retry from the Retry's source id. */
  private initialKeyId(packet: number, item: number, end: 0 | 1): number {
    const isFirst = end === 0 && this.trace.quicItemWord(item, 2) === originalConnectionId;
    if (isFirst) return originalConnectionId;
    const retried = this.hasRetryBefore(packet, this.trace.connectionOfPacket(packet));
    return retried ? retryConnectionId : originalConnectionId;
  }

  private initialKeys(connection: number, sequence: number, end: 0 | 1): PacketKeys {
    const name = `${connection} ${sequence}`;
    let pair = this.initial.get(name);
    if (!pair) {
      const seed = seedOf(this.trace);
      const id =
        sequence === originalConnectionId
          ? originalDestinationId(seed, connection)
          : connectionIdOf(seed, connection, 1, sequence);
      const [client, server] = initialSecrets(this.cryptography, id);
      pair = [packetKeys(this.cryptography, client), packetKeys(this.cryptography, server)];
      this.initial.set(name, pair);
    }
    return pair[end];
  }

  private traffic(connection: number, end: 0 | 1, epoch: number, updates: number): PacketKeys | undefined {
    const name = `${connection} ${end} ${epoch} ${updates}`;
    const known = this.others.get(name);
    if (known) return known;
    const secret = this.secrets.trafficSecret(connection, end, epoch);
    if (!secret) return undefined;
    const keys = updatedKeys(this.cryptography, secret, updates);
    this.others.set(name, keys);
    return keys;
  }
}
