import type { LabFault } from '../../../shared/lab/lab';
import { EventQueue } from '../../kernel/event-queue';
import type { LinkDirection } from '../../link/link-direction';
import type { Node } from '../../node/node';
import { TraceWriter } from '../../trace/trace-writer';
import { Faults } from '../faults';

const subjects = 4;

/** Faults that strike links and nodes which do no more than tell of it. */
export class RunOfFaults {
  private readonly events = new EventQueue();
  private readonly told: string[] = [];
  private readonly cut = new Set<number>();
  private readonly faults: Faults;

  constructor(faults: readonly LabFault[]) {
    const tell = (what: string) => this.told.push(`${this.events.time}: ${what}`);
    // Only what faults call is there.
    const links = Array.from({ length: 2 * subjects }, (_, direction) => ({
      setCut: (isCut: boolean) => {
        if (direction % 2 === 1) return;
        this.cut[isCut ? 'add' : 'delete'](direction / 2);
        tell(`link ${direction / 2} ${isCut ? 'cut' : 'mended'}`);
      },
    })) as unknown as LinkDirection[];
    const nodes = Array.from({ length: subjects }, (_, device) => ({
      crash: () => tell(`node ${device} gone`),
      restart: () => tell(`node ${device} back`),
      host: { changeAddress: (address: number) => tell(`node ${device} sends from ${address}`) },
    })) as unknown as Node[];
    this.faults = new Faults(faults, { links, nodes, writer: new TraceWriter() }, this.events);
  }

  /** Lets happen what happens up to a time. */
  reach(time: number): void {
    while (this.events.nextTime() <= time) {
      this.events.pop();
      this.faults.strike(this.events.a);
    }
  }

  isCut(link: number): boolean {
    return this.cut.has(link);
  }

  /** All that ever happens, such as `1: link 0 cut`. */
  story(): string[] {
    this.reach(1e9);
    return this.told;
  }
}
