import type { DeviceKind } from '../../shared/lab/document';
import type { LabSession } from '../session/lab-session.svelte';
import { session } from './window-session';
import type { Position } from '../editing/elements';
import { EditorTool } from '../editing/editor-tool';
import type { ToolOverlay } from '../editing/editor-tool-machine';
import type { PointerIntent, StageTarget } from '../view-model/picture/stage-intent';

/** What the window asks of the stage, whoever draws it. StageView answers it all. */
export interface StageSurface {
  worldAt(clientX: number, clientY: number): Position;
  zoomIn(): void;
  zoomOut(): void;
  zoomToFit(): void;
}

/** A menu asked for on the stage: where, and on what. */
export interface StageMenu {
  readonly clientX: number;
  readonly clientY: number;
  readonly target: StageTarget;
}

/**
 * The pointer's tool between a stage and a session. The stage's host calls `attach` when it is there, sends its
 * intents to `handle` and draws `overlay` over the session's picture.
 */
export class StageTool {
  private readonly tool: EditorTool;
  private shownOverlay = $state.raw<ToolOverlay>({});
  private shownMenu = $state.raw<StageMenu>();
  private host: HTMLElement | undefined;
  private view: StageSurface | undefined;

  constructor(session: LabSession) {
    this.tool = new EditorTool({
      get document() {
        return session.document;
      },
      get selection() {
        return session.selection;
      },
      select: (selection) => (session.selection = selection),
      edit: (command) => session.edit(command),
      abandon: (gesture) => session.abandonGesture(gesture),
    });
    this.tool.subscribe(() => (this.shownOverlay = this.tool.overlay));
  }

  /** Marquee, link being pulled, ghost of a device: what to lay over the picture. */
  get overlay(): ToolOverlay {
    return this.shownOverlay;
  }
  /** The stage's menu while it is open. */
  get menu(): StageMenu | undefined {
    return this.shownMenu;
  }
  closeMenu(): void {
    this.shownMenu = undefined;
  }
  /** The view, for zooming. */
  get surface(): StageSurface | undefined {
    return this.view;
  }

  /** Tells which element holds the stage and what draws it. Returns the way to take it back. */
  attach(host: HTMLElement, view: StageSurface): () => void {
    this.host = host;
    this.view = view;
    return () => {
      if (this.view !== view) return;
      this.host = undefined;
      this.view = undefined;
    };
  }

  /** Takes a pointer event of the stage. */
  handle(intent: PointerIntent): void {
    this.tool.handle(intent);
    if (intent.type === 'context')
      this.shownMenu = { clientX: intent.clientX, clientY: intent.clientY, target: intent.target };
  }

  /** Escape: breaks off the gesture under way. False when there was none. */
  cancel(): boolean {
    return this.tool.cancel();
  }

  startPlacing(kind: DeviceKind): void {
    this.tool.startPlacing(kind);
  }
  /** Follows the pointer, in window pixels, with a device in hand. */
  movePlacing(clientX: number, clientY: number): void {
    const { x, y } = this.view?.worldAt(clientX, clientY) ?? { x: 0, y: 0 };
    this.tool.movePlacing(x, y, this.isOverStage(clientX, clientY));
  }
  dropPlacing(): void {
    this.tool.dropPlacing();
  }

  /** Adds a device in the middle of what is seen of the stage. */
  addDevice(kind: DeviceKind): void {
    const box = this.host?.getBoundingClientRect();
    const middle = box && this.view?.worldAt(box.x + box.width / 2, box.y + box.height / 2);
    this.tool.addDeviceNear(kind, middle ?? { x: 0, y: 0 });
  }

  /** Adds a device where a point of the window is on the stage. */
  addDeviceAt(kind: DeviceKind, clientX: number, clientY: number): void {
    this.tool.addDevice(kind, this.view?.worldAt(clientX, clientY) ?? { x: 0, y: 0 });
  }

  /** Moves the selected devices by steps of the grid. */
  nudge(columns: number, rows: number): void {
    this.tool.nudge(columns, rows);
  }

  private isOverStage(clientX: number, clientY: number): boolean {
    const box = this.host?.getBoundingClientRect();
    return (
      box !== undefined &&
      clientX >= box.left &&
      clientX <= box.right &&
      clientY >= box.top &&
      clientY <= box.bottom
    );
  }
}

/** The pointer tool of the window's stage. */
export const stageTool = new StageTool(session);
