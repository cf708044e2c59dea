import { Menu, app } from 'electron';
import type { ScenarioSummary, ThemeChoice } from '../../shared/messages/messages';
import type { RecentLabs } from '../files/recent-labs';
import { menuTemplate, type MenuActions } from './menu-template';

/** The native menu; it is built anew when what it lists has changed. */
export class ApplicationMenu {
  private scenarios: readonly ScenarioSummary[] = [];
  private theme: ThemeChoice = 'system';

  constructor(
    private readonly recent: RecentLabs,
    private readonly actions: MenuActions,
  ) {
    recent.onChange(() => this.build());
  }

  setScenarios(scenarios: readonly ScenarioSummary[]): void {
    this.scenarios = scenarios;
    this.build();
  }

  setTheme(theme: ThemeChoice): void {
    this.theme = theme;
    this.build();
  }

  private build(): void {
    const contents = {
      platform: process.platform,
      packaged: app.isPackaged,
      recentLabs: this.recent.list(),
      scenarios: this.scenarios,
      theme: this.theme,
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(contents, this.actions)));
  }
}
