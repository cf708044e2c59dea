import type { LabLink } from '../../shared/lab/lab';
import { DropReason } from '../../shared/trace/record';
import { randomStream } from '../kernel/random-streams';

/**
 * What a link direction does to a frame besides carrying it. `draw` decides for the next frame; each impairment
 * has a random stream of its own, so that switching one on leaves the others' decisions as they were.
 */
export class Impairments {
  /** Whether there is any impairment at all. */
  readonly any: boolean;
  /** DropReason of the frame drawn for, or 0. */
  lossReason = 0;
  duplicates = false;
  corrupts = false;
  /** Nanoseconds on top of the propagation delay. */
  extraDelay = 0;
  /** Whether arrival order is certain. */
  readonly keepsOrder: boolean;
  private inBurst = false;
  private readonly streams;

  constructor(
    private readonly link: LabLink,
    seed: number,
    end: number,
  ) {
    const stream = (what: string) => randomStream(seed, `link/${link.id}/${end}/${what}`);
    this.streams = {
      loss: stream('loss'),
      burst: stream('burst'),
      burstLoss: stream('burst-loss'),
      duplicate: stream('duplicate'),
      corrupt: stream('corrupt'),
      reorder: stream('reorder'),
      jitter: stream('jitter'),
    };
    this.keepsOrder = link.reorder === 0 && link.jitter === 0;
    this.any =
      link.loss > 0 || link.burst !== undefined || link.duplicate > 0 || link.corrupt > 0 || !this.keepsOrder;
  }

  draw(): void {
    const { link, streams } = this;
    this.lossReason = 0;
    if (link.loss > 0 && streams.loss.fraction() < link.loss) this.lossReason = DropReason.randomLoss;
    if (link.burst) this.drawBurst(link.burst);
    this.corrupts = link.corrupt > 0 && streams.corrupt.fraction() < link.corrupt;
    this.duplicates = link.duplicate > 0 && streams.duplicate.fraction() < link.duplicate;
    this.extraDelay = link.jitter > 0 ? Math.floor(streams.jitter.fraction() * (link.jitter + 1)) : 0;
    if (link.reorder > 0 && streams.reorder.fraction() < link.reorder) this.extraDelay += link.reorderBy;
  }

  /** Gilbert-Elliott: the state changes first, then the frame is lost with the state's own share. */
  private drawBurst(burst: NonNullable<LabLink['burst']>): void {
    const change = this.streams.burst.fraction();
    this.inBurst = this.inBurst ? change >= burst.toGood : change < burst.toBad;
    const share = this.inBurst ? burst.lossBad : burst.lossGood;
    if (this.streams.burstLoss.fraction() < share) this.lossReason = DropReason.burstLoss;
  }
}
