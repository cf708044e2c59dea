import { createActor } from 'xstate';
import type { DeviceKind, LabDocument } from '../../shared/lab/document';
import {
  selectedElements,
  selectElements,
  toggleElement,
  isSelected,
  nothingSelected,
} from '../view-model/selection';
import type { ElementReference, Selection } from '../view-model/selection';
import { devicesIn, freePlace, gridStep, snapped } from './device-box';
import type { EditCommand } from './edit-command';
import { nextDeviceIdentifier, nextLinkIdentifier, type Position } from './elements';
import {
  editorToolMachine,
  toolOverlay,
  type Area,
  type ToolDecision,
  type ToolOverlay,
} from './editor-tool-machine';
import type { PointerIntent, StageTarget } from '../view-model/picture/stage-intent';

/** What the tool works on. */
export interface ToolHost {
  readonly document: LabDocument;
  readonly selection: Selection;
  select(selection: Selection): void;
  edit(command: EditCommand): void;
  /** Takes back the moves of a gesture that was broken off. */
  abandon(gesture: number): void;
}

function elementOf(target: StageTarget): ElementReference | undefined {
  if (target.kind === 'device' || target.kind === 'device-edge') return { kind: 'device', id: target.id };
  return target.kind === 'link' ? { kind: 'link', id: target.id } : undefined;
}

/** Turns what the pointer does on the stage into selections and edits of a lab. */
export class EditorTool {
  private readonly actor = createActor(editorToolMachine);
  private readonly listeners = new Set<() => void>();
  /** Where the dragged devices stood when the drag began. */
  private origins = new Map<string, Position>();
  private originsOf = 0;
  /** What was selected when the press came: a marquee with Shift adds to it. */
  private selectedBefore: Selection = nothingSelected;
  private addedByPress = false;
  private nudges = 0;
  private nudged = '';

  constructor(private readonly host: ToolHost) {
    this.actor.on('*', (decision) => this.carryOut(decision));
    this.actor.subscribe(() => {
      for (const listener of this.listeners) listener();
    });
    this.actor.start();
  }

  /** What to draw over the stage. */
  get overlay(): ToolOverlay {
    return toolOverlay(this.actor.getSnapshot());
  }
  /** The machine's state, such as `connecting`. */
  get state(): string {
    return this.actor.getSnapshot().value;
  }

  /** Calls back whenever the overlay may have changed. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes a pointer event of the stage. */
  handle(intent: PointerIntent): void {
    if (intent.type === 'press') this.actor.send({ type: 'PRESS', intent });
    else if (intent.type === 'drag') this.actor.send({ type: 'DRAG', intent });
    else if (intent.type === 'release') this.actor.send({ type: 'RELEASE', intent });
    else if (intent.type === 'context') this.selectForMenu(intent.target);
  }

  /** Breaks off what is under way: Escape. False when nothing was. */
  cancel(): boolean {
    const wasBusy = this.state !== 'idle';
    this.actor.send({ type: 'CANCEL' });
    return wasBusy;
  }

  /** Takes a kind of device in hand, from the palette. */
  startPlacing(kind: DeviceKind): void {
    this.actor.send({ type: 'PLACE', kind });
  }
  movePlacing(x: number, y: number, overStage: boolean): void {
    this.actor.send({ type: 'PLACE.MOVE', x, y, overStage });
  }
  dropPlacing(): void {
    this.actor.send({ type: 'PLACE.DROP' });
  }

  /** Adds a device near a place, where no other covers it, and selects it. */
  addDeviceNear(kind: DeviceKind, place: Position): void {
    this.addDevice(kind, freePlace(this.host.document, place));
  }

  /** Adds a device at a place that was pointed at, and selects it. */
  addDevice(kind: DeviceKind, place: Position): void {
    const id = nextDeviceIdentifier(this.host.document, kind);
    this.host.edit({ type: 'add-device', kind, ...snapped(place) });
    this.host.select(selectElements([id]));
  }

  /** Moves the selected devices by steps of the grid. Nudges of one selection that follow each other undo as one. */
  nudge(columns: number, rows: number): void {
    const { devices } = selectedElements(this.host.selection);
    if (devices.length === 0) return;
    const key = devices.join(' ');
    if (key !== this.nudged) this.nudges += 1;
    this.nudged = key;
    const positions = this.positionsOf(devices);
    for (const [id, { x, y }] of positions)
      positions.set(id, { x: x + columns * gridStep, y: y + rows * gridStep });
    this.host.edit({ type: 'move-elements', positions, gesture: -this.nudges });
  }

  private carryOut(decision: ToolDecision): void {
    switch (decision.type) {
      case 'pressed':
        this.press(decision.target, decision.additive);
        break;
      case 'clicked':
        this.click(decision.target, decision.additive);
        break;
      case 'marquee':
        this.selectArea(decision.area, decision.additive);
        break;
      case 'moved':
        this.move(decision.dx, decision.dy, decision.gesture);
        break;
      case 'move-broken-off':
        this.host.abandon(decision.gesture);
        break;
      case 'connected':
        this.connect(decision.from, decision.to);
        break;
      case 'placed':
        this.addDevice(decision.kind, decision);
        break;
    }
  }

  private press(target: StageTarget, additive: boolean): void {
    const { selection } = this.host;
    this.nudged = '';
    this.selectedBefore = selection;
    const element = elementOf(target);
    this.addedByPress = element !== undefined && !isSelected(selection, element);
    if (target.kind === 'frame' || target.kind === 'drop')
      this.host.select({ kind: 'packet', packet: target.packet, record: target.record });
    else if (element && this.addedByPress)
      this.host.select(toggleElement(additive ? selection : nothingSelected, element));
  }

  /** A press on what was selected already may begin a drag of it all: only a click decides. */
  private click(target: StageTarget, additive: boolean): void {
    const element = elementOf(target);
    if (element && additive && !this.addedByPress)
      this.host.select(toggleElement(this.host.selection, element));
    else if (element && !additive) this.host.select(toggleElement(nothingSelected, element));
    else if (target.kind === 'nothing' && !additive) this.host.select(nothingSelected);
  }

  private selectForMenu(target: StageTarget): void {
    const element = elementOf(target);
    if (element && !isSelected(this.host.selection, element))
      this.host.select(toggleElement(nothingSelected, element));
  }

  private selectArea(area: Area, additive: boolean): void {
    const before = additive ? selectedElements(this.selectedBefore) : { devices: [], links: [] };
    const devices = new Set([...before.devices, ...devicesIn(this.host.document, area)]);
    const links = this.host.document.links
      .filter(({ a, b }) => devices.has(a.device) && devices.has(b.device))
      .map((link) => link.id);
    this.host.select(selectElements([...devices], [...new Set([...before.links, ...links])]));
  }

  private move(dx: number, dy: number, gesture: number): void {
    if (gesture !== this.originsOf) {
      this.origins = this.positionsOf(selectedElements(this.host.selection).devices);
      this.originsOf = gesture;
    }
    const positions = new Map<string, Position>();
    for (const [id, { x, y }] of this.origins) positions.set(id, snapped({ x: x + dx, y: y + dy }));
    this.host.edit({ type: 'move-elements', positions, gesture });
  }

  private connect(from: string, to: string): void {
    const id = nextLinkIdentifier(this.host.document, from, to);
    this.host.edit({ type: 'connect', from, to });
    this.host.select(selectElements([], [id]));
  }

  private positionsOf(ids: readonly string[]): Map<string, Position> {
    return new Map(
      this.host.document.devices
        .filter((device) => ids.includes(device.id))
        .map((device) => [device.id, device.position]),
    );
  }
}
