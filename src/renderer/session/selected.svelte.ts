import { nothingSelected, type Selection } from '../view-model/selection';

/** What is selected of a lab and of a run of it. Views that are to select together share one. */
export class Selected {
  private chosen = $state.raw<Selection>(nothingSelected);

  get current(): Selection {
    return this.chosen;
  }
  set current(selection: Selection) {
    this.chosen = selection;
  }
}
