import { RangeSet } from '../ranges/range-set';
import { ReceivedPackets } from './received-packets';
import { SendBuffer } from '../ranges/send-buffer';
import { SentPackets } from './sent-packets';

/** One packet number space (RFC 9000 section 12.3) with its CRYPTO stream in both directions. */
export class PacketSpace {
  readonly sent = new SentPackets();
  readonly received = new ReceivedPackets();
  readonly crypto = new SendBuffer();
  readonly cryptoArrived = new RangeSet();
  /** Handshake bytes that have arrived in order. */
  cryptoReceived = 0;
  canRead = false;
  canWrite = false;
  isDiscarded = false;
  /** RFC 9002's loss_time: when the next packet is to be declared lost. */
  lossAt = Infinity;
  /** Packets below were sent before the present recovery period began (RFC 9002 section 7.3.2). */
  recoveryFrom = 0;
  /** A probe is owed in this space. */
  probeOwed = false;

  constructor(readonly index: number) {}

  get isOpen(): boolean {
    return this.canWrite && !this.isDiscarded;
  }
}
