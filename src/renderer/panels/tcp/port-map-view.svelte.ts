import type { EngineRun } from '../../session/engine-run.svelte';
import { keptForView } from '../../session/run-context.svelte';
import type { RunView } from '../../session/run-view.svelte';

/** Which device's ports are shown, and towards whom. Outlives the panel. */
class PortMapView {
  private chosen = $state.raw<{ run: EngineRun | undefined; device: number }>();
  private only = $state.raw<{
    run: EngineRun | undefined;
    device: number;
    destinations: readonly number[];
  }>();

  constructor(private readonly view: RunView) {}

  /** The device shown: the selected one, else the one shown before, else that of the connection, else a client. */
  get device(): number | undefined {
    const { run } = this.view;
    if (!run) return undefined;
    const { devices } = run.lab;
    const selected = this.view.watchedDevice;
    if (selected !== undefined && devices[selected]?.host !== undefined) return selected;
    if (this.chosen?.run === run) return this.chosen.device;
    const { selection, connection } = this.view;
    if (selection.kind === 'connection' || selection.kind === 'packet')
      return run.trace.connections[connection ?? 0]?.ends[0].device;
    const first = devices.find(({ opening }) => opening) ?? devices.find(({ host }) => host);
    return first?.index;
  }

  /** Stays with a device when something else is selected. */
  stayWith(device: number): void {
    if (this.chosen?.run !== this.view.run || this.chosen?.device !== device)
      this.chosen = { run: this.view.run, device };
  }

  /** Whether ports towards a destination, by its number, are shown: all are unless some were picked. */
  shows(destination: number): boolean {
    const { picked } = this;
    return picked.length === 0 || picked.includes(destination);
  }

  get picked(): readonly number[] {
    const { only } = this;
    return only && only.run === this.view.run && only.device === this.device ? only.destinations : [];
  }

  /** Shows only these destinations; none: all. */
  pick(destinations: readonly number[]): void {
    const { device } = this;
    if (device !== undefined) this.only = { run: this.view.run, device, destinations };
  }
}

export const portMapOf = keptForView((view) => new PortMapView(view));
