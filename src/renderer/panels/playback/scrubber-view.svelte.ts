import { scrubberScales, type ScrubberScale } from '../../view-model/playback/density';

const storageKey = 'hoplab.scrubber-scale';

/** How the scrubber is laid out: by event number unless the user chose time, for most runs end in a long TIME-WAIT. */
class ScrubberView {
  private chosen = $state<ScrubberScale>(
    scrubberScales.find((scale) => scale === localStorage.getItem(storageKey)) ?? 'event',
  );

  get scale(): ScrubberScale {
    return this.chosen;
  }
  set scale(scale: ScrubberScale) {
    this.chosen = scale;
    localStorage.setItem(storageKey, scale);
  }
}

export const scrubberView = new ScrubberView();
