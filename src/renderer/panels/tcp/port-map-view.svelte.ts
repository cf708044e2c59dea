import { session } from '../../session/lab-session.svelte';

/** Which device's ports are shown, and towards whom. Outlives the panel. */
class PortMapView {
  private chosen = $state.raw<{ run: unknown; device: number }>();
  private only = $state.raw<{ run: unknown; device: number; destinations: readonly number[] }>();

  /** The device shown: the selected one, else the one shown before, else that of the connection, else a client. */
  get device(): number | undefined {
    const run = session.engine;
    if (!run) return undefined;
    const { devices } = run.lab;
    const selected = session.watchedDevice;
    if (selected !== undefined && devices[selected]?.kind !== 'router') return selected;
    if (this.chosen?.run === run) return this.chosen.device;
    const { selection, connection } = session;
    if (selection.kind === 'connection' || selection.kind === 'packet')
      return run.trace.connections[connection ?? 0]?.ends[0].device;
    const first =
      devices.find(({ kind }) => kind === 'client') ?? devices.find(({ kind }) => kind === 'server');
    return first?.index;
  }

  /** Stays with a device when something else is selected. */
  stayWith(device: number): void {
    if (this.chosen?.run !== session.engine || this.chosen?.device !== device)
      this.chosen = { run: session.engine, device };
  }

  /** Whether ports towards a destination, by its number, are shown: all are unless some were picked. */
  shows(destination: number): boolean {
    const { picked } = this;
    return picked.length === 0 || picked.includes(destination);
  }

  get picked(): readonly number[] {
    const { only } = this;
    return only && only.run === session.engine && only.device === this.device ? only.destinations : [];
  }

  /** Shows only these destinations; none: all. */
  pick(destinations: readonly number[]): void {
    const { device } = this;
    if (device !== undefined) this.only = { run: session.engine, device, destinations };
  }
}

export const portMap = new PortMapView();
