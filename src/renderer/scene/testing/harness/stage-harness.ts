import type { StagePicture } from '../../../view-model/picture/stage-picture';
import type { StageIntent } from '../../../view-model/picture/stage-intent';
import type { StageView } from '../../stage-view';

export interface ShowOptions {
  readonly theme?: 'light' | 'dark';
  readonly zoom?: number;
}

/** What tests and benches ask of the page. */
export interface StageHarness {
  readonly intents: StageIntent[];
  /** How often the stage was drawn. */
  drawings(): number;
  /** A scene's picture. Throws a RangeError for a name that none has. */
  scene(name: string): StagePicture;
  show(name: string, options?: ShowOptions): void;
  view(): StageView;
}

declare global {
  interface Window {
    stageHarness: StageHarness;
  }
}
