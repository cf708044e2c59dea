import type { Dissection } from '../../../shared/dissection';
import { placeIsLink } from '../../../shared/trace/record';
import type { RunView } from '../../session/run-view.svelte';

/** Which packet the inspector shows, as it is at which record. */
export interface PacketInQuestion {
  readonly packet: number;
  readonly record: number;
  /** Whether it is the playhead's, because none is selected. */
  readonly followsPlayhead: boolean;
}

/** The packet that is selected, else the current one. */
export function packetInQuestion(view: RunView): PacketInQuestion | undefined {
  const { selection, current } = view;
  if (selection.kind === 'packet')
    return { packet: selection.packet, record: recordOnItsWay(view, selection), followsPlayhead: false };
  return current && { ...current, followsPlayhead: true };
}

/** A selected packet at the playhead's record when that is of the same packet on a link, else at what was selected. */
function recordOnItsWay(view: RunView, { packet, record }: { packet: number; record: number }): number {
  const { trace } = view;
  const current = (view.playback?.position.records ?? 0) - 1;
  const isOnLink =
    trace && current >= 0 && trace.packet(current) === packet && placeIsLink(trace.kind(current));
  return isOnLink ? current : record;
}

/** What became of asking for a packet's bytes. */
export interface ShownPacket {
  readonly dissection: Dissection | undefined;
  readonly failure: string | undefined;
}

/** Asks main for the bytes and fields of the packet in question, one question at a time: the latest one wins. */
export class PacketBytes {
  private answer = $state.raw<ShownPacket>({ dissection: undefined, failure: undefined });
  private asked = '';
  private waiting: (() => void) | undefined;
  private busy = false;

  get shown(): ShownPacket {
    return this.answer;
  }

  /** Shows another packet once its bytes are there; until then the last one stays, so that nothing flickers. */
  ask(run: number, packet: number, record: number): void {
    const question = `${run} ${packet} ${record}`;
    if (question === this.asked) return;
    this.asked = question;
    this.waiting = () => void this.fetch(question, run, packet, record);
    if (!this.busy) this.next();
  }

  private next(): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.();
  }

  private async fetch(question: string, run: number, packet: number, record: number): Promise<void> {
    this.busy = true;
    try {
      const dissection = await window.hoplab.inspect(run, packet, record);
      if (question === this.asked)
        this.answer = { dissection, failure: dissection ? undefined : 'The run no longer has this packet.' };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (question === this.asked) this.answer = { dissection: undefined, failure: reason };
    } finally {
      this.busy = false;
      this.next();
    }
  }
}
