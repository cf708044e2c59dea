import { keptForView } from '../../session/run-context.svelte';
import type { RunView } from '../../session/run-view.svelte';
import { lensView, type LensView } from '../../view-model/lens/lens';
import { LensFocusFinder, type LensSubject } from '../../view-model/lens/lens-focus';
import { MessageTexts } from '../../view-model/packets/message-texts';

const storageKey = 'hoplab.lens';
/** In a window lower than this the lens waits to be opened: the stage needs the room. */
const roomyHeight = 700;

export interface ShownLens {
  readonly view: LensView;
  /** Nanoseconds from the crossing's record to the playhead. */
  readonly ago: number;
}

/** The lens over a view of a run: whether it is open, and what it shows at the playhead. */
class LensPanel {
  private isOpen = $state(isOpenAtFirst());

  constructor(private readonly view: RunView) {}

  /** Kept for the next time the window opens. */
  get open(): boolean {
    return this.isOpen;
  }
  set open(open: boolean) {
    this.isOpen = open;
    localStorage.setItem(storageKey, open ? 'open' : 'closed');
  }

  private readonly run = $derived.by(() => {
    const { run } = this.view;
    if (!run) return undefined;
    return {
      finder: new LensFocusFinder(run.lab, run.trace),
      source: {
        trace: run.trace,
        topology: run.topology,
        labels: run.labels,
        messages: new MessageTexts(run.trace, run.labels.requests),
      },
    };
  });

  /** What is looked at: the selected packet or device, else whatever moves at the playhead. */
  readonly subject: LensSubject = $derived.by(() => {
    const { selection, watchedDevice } = this.view;
    if (selection.kind === 'packet') return { kind: 'packet', packet: selection.packet };
    return watchedDevice === undefined ? { kind: 'playhead' } : { kind: 'device', device: watchedDevice };
  });

  /** Undefined before anything moved that concerns the subject, or without a run. */
  readonly shown: ShownLens | undefined = $derived.by(() => {
    const { run } = this;
    const position = this.view.playback?.position;
    void this.view.traceVersion;
    const focus = run && position && run.finder.find(position, this.subject);
    if (!run || !position || !focus) return undefined;
    return {
      view: lensView(run.source, focus),
      ago: position.time - run.source.trace.time(focus.record),
    };
  });

  /** The id of a device by its number in the run. */
  deviceId(device: number): string {
    return this.run?.source.topology.deviceId(device) ?? '';
  }
}

export const lensPanelOf = keptForView((view) => new LensPanel(view));

/** As it was left the last time; else by the room there is. */
function isOpenAtFirst(): boolean {
  const kept = localStorage.getItem(storageKey);
  return kept === null ? window.innerHeight >= roomyHeight : kept === 'open';
}
