import type { MachineDescription } from '../../../shared/messages/messages';

/** The state machines that the engine runs: the same for every run. */
class EngineMachines {
  private descriptions = $state.raw<readonly MachineDescription[]>([]);
  private isAsked = false;

  /** A machine by its name; undefined until the engine has described it. */
  named(name: string): MachineDescription | undefined {
    return this.descriptions.find(({ id }) => id === name);
  }

  /** Asks the engine for the machines, once. */
  ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    window.hoplab.machines().then(
      (machines) => (this.descriptions = machines),
      () => (this.isAsked = false),
    );
  }
}

export const engineMachines = new EngineMachines();
