import path from 'node:path';
import { app, nativeTheme, type BrowserWindow } from 'electron';
import * as v from 'valibot';
import { themeChoices, type OpenOutcome, type ThemeChoice } from '../shared/messages/messages';
import type { AppArguments } from './arguments';
import { bridgeCalls, bridgeMessages } from './bridge-calls';
import { LabFiles } from './files/lab-files';
import { RecentLabs } from './files/recent-labs';
import { ScenarioLibrary } from './files/scenario-library';
import { StateFile } from './files/state-file';
import { ApplicationMenu } from './menu/application-menu';
import { places } from './files/places';
import { serveApp } from './security/app-protocol';
import { hardenSession } from './security/hardening';
import { listen } from './security/validated-ipc';
import { offerReload } from './window/lost-page';
import { LabWindow } from './window/lab-window';
import { openMainWindow } from './window/main-window';
import { WindowStateSchema, type WindowState } from './window/window-bounds';

const ThemeSchema = v.strictObject({ theme: v.picklist(themeChoices) });

/** The running app: one window, the lab in it, and what is remembered between starts. */
export class LabApp {
  private readonly recent = new RecentLabs(userData('recent-labs.json'));
  private readonly files = new LabFiles(this.recent);
  private readonly scenarios = new ScenarioLibrary(places.scenarios);
  private readonly theme = new StateFile<{ theme: ThemeChoice }>(userData('theme.json'), ThemeSchema, {
    theme: 'system',
  });
  private readonly windowState: StateFile<WindowState>;
  private readonly menu: ApplicationMenu;
  private readonly initial: Promise<OpenOutcome>;
  private labWindow: LabWindow | undefined;
  private quitting = false;

  /** Starts the app; call once, when Electron is ready. `offscreen`: nobody is there to be asked. */
  constructor(
    given: AppArguments,
    private readonly offscreen: boolean,
  ) {
    hardenSession();
    serveApp(places.renderer);
    this.windowState = new StateFile(userData('window-state.json'), WindowStateSchema, { maximised: false });
    this.menu = new ApplicationMenu(this.recent, {
      command: (command) => this.window().command(command),
      openRecent: (lab) => void this.showInstead(() => this.files.open(lab)),
      clearRecent: () => this.recent.clear(),
      openScenario: (id) => void this.showInstead(() => this.scenarios.open(id)),
    });
    this.recent.onChange(() => {
      const [latest] = this.recent.list();
      if (latest !== undefined) app.addRecentDocument(latest);
    });
    this.initial = given.file === undefined ? this.firstScenario() : this.files.open(given.file);
    this.setTheme(this.theme.read().theme);
    void this.scenarios.list().then((scenarios) => this.menu.setScenarios(scenarios));
    this.answerCalls();
    app.on('before-quit', () => {
      this.quitting = true;
    });
  }

  /** What this start shows first: the file it was given, else the first scenario. */
  initialLab(): Promise<OpenOutcome> {
    return this.initial;
  }

  /** The app's window, opened where there is none (on macOS the app outlives it). */
  window(): LabWindow {
    this.labWindow ??= this.openWindow();
    return this.labWindow;
  }

  /** Opens a file that another start was given, or that the system hands over. */
  async openFile(file: string): Promise<void> {
    this.window().reveal();
    await this.showInstead(() => this.files.open(file));
  }

  private async firstScenario(): Promise<OpenOutcome> {
    const [first] = await this.scenarios.list();
    return first ? this.scenarios.open(first.id) : { status: 'cancelled' };
  }

  private openWindow(): LabWindow {
    const labWindow = new LabWindow(openMainWindow(this.windowState));
    const { window } = labWindow;
    window.on('close', (event) => {
      if (this.offscreen || !labWindow.edits.any) return;
      event.preventDefault();
      void this.closeIfMay(labWindow);
    });
    window.on('closed', () => {
      this.labWindow = undefined;
    });
    if (!this.offscreen) offerReload(window);
    return labWindow;
  }

  private async closeIfMay(labWindow: LabWindow): Promise<void> {
    const quitting = this.quitting;
    this.quitting = false;
    if (!(await labWindow.edits.mayDiscard())) return;
    labWindow.window.destroy();
    if (quitting) app.quit();
  }

  private async showInstead(open: () => Promise<OpenOutcome>): Promise<void> {
    const labWindow = this.window();
    if (await labWindow.edits.mayDiscard()) labWindow.showOpened(await open());
  }

  private setTheme(theme: ThemeChoice): void {
    nativeTheme.themeSource = theme;
    this.menu.setTheme(theme);
    if (this.theme.read().theme !== theme) this.theme.write({ theme });
  }

  private answerCalls(): void {
    const services = {
      files: this.files,
      recent: this.recent,
      scenarios: this.scenarios,
      labWindowOf: (window: BrowserWindow) => this.labWindowOf(window),
      initialLab: () => this.initial,
      setTheme: (choice: ThemeChoice) => this.setTheme(choice),
    };
    listen(bridgeCalls(services), bridgeMessages(services));
  }

  private labWindowOf(window: BrowserWindow): LabWindow {
    if (this.labWindow?.window === window) return this.labWindow;
    throw new TypeError('refused, the sender is not the window of a lab');
  }
}

function userData(name: string): string {
  return path.join(app.getPath('userData'), name);
}
