import type { LabDocument } from '../../shared/lab/document';
import { session } from './window-session';
import { selectedElements, type Selection } from '../view-model/selection';

export type InspectorTab = 'lesson' | 'packet' | 'connection' | 'device' | 'why';
const runInspectorTabs: readonly InspectorTab[] = ['packet', 'connection', 'device', 'why'];
/** Tabs that show a run; the others show the lab. */
const runTabs = ['packets', 'ladder', 'lanes', 'connections', 'states', 'congestion', 'ports'] as const;
export type BottomTab = (typeof runTabs)[number] | 'traffic' | 'faults' | 'problems';
export type OpenDialog = 'none' | 'shortcuts' | 'scenarios' | 'commands';

/** Which inspector tab shows what is selected. */
function tabFor(selection: Selection): InspectorTab | undefined {
  switch (selection.kind) {
    case 'nothing':
      return undefined;
    case 'packet':
      return 'packet';
    case 'connection':
      return 'connection';
    default:
      return 'device';
  }
}

/** Whether a lab has anything to teach: a lesson, claims, or switches. */
function hasLesson({ notes = '', claims = [], remedies = [] }: LabDocument): boolean {
  return notes.trim() !== '' || claims.length > 0 || remedies.length > 0;
}

/** What of the window is open: tabs and dialogs. */
class Layout {
  private inspector = $state<InspectorTab>('device');
  private bottom = $state<BottomTab>('packets');
  private openDialog = $state<OpenDialog>('none');
  private naming = $state(0);
  private hasTallLists = $state(false);

  get inspectorTab(): InspectorTab {
    const [first = 'device'] = this.inspectorTabs.filter((tab) => tab !== 'lesson');
    return this.inspectorTabs.includes(this.inspector) ? this.inspector : first;
  }
  /** The tabs that there are, in order. */
  get inspectorTabs(): readonly InspectorTab[] {
    const own: readonly InspectorTab[] = session.view.mode === 'build' ? ['device'] : runInspectorTabs;
    return hasLesson(session.document) ? ['lesson', ...own] : own;
  }
  /** Another lab was opened: what it has to teach comes first. */
  greet(): void {
    this.inspector = hasLesson(session.document) ? 'lesson' : 'device';
  }
  /** A run is shown: where no element is selected there is nothing to tell of one. */
  beginRun(): void {
    const { devices, links } = selectedElements(session.selection);
    if (this.inspector === 'device' && devices.length + links.length === 0) this.inspector = 'packet';
    if (!runTabs.some((tab) => tab === this.bottom)) this.bottom = 'packets';
  }
  set inspectorTab(tab: InspectorTab) {
    this.inspector = tab;
  }
  /** Shows the tab for a selection of another kind; within the kind, the user's choice of tab stays. */
  follow(selection: Selection, before: Selection): void {
    const tab = tabFor(selection);
    if (tab !== undefined && selection.kind !== before.kind) this.inspector = tab;
  }

  get bottomTab(): BottomTab {
    const hasRun = session.view.mode === 'run';
    return !hasRun && runTabs.some((tab) => tab === this.bottom) ? 'traffic' : this.bottom;
  }
  set bottomTab(tab: BottomTab) {
    this.bottom = tab;
  }

  /** Whether the lists take most of the window's height for now, as many lanes need it. */
  get tallLists(): boolean {
    return this.hasTallLists;
  }
  set tallLists(isTall: boolean) {
    this.hasTallLists = isTall;
  }

  get dialog(): OpenDialog {
    return this.openDialog;
  }
  set dialog(dialog: OpenDialog) {
    this.openDialog = dialog;
  }

  /** Rises when the selected device's name is to be edited. */
  get namingRequests(): number {
    return this.naming;
  }
  editName(): void {
    this.inspector = 'device';
    this.naming += 1;
  }
}

export const layout = new Layout();
