import { assign, emit, setup, type SnapshotFrom } from 'xstate';
import { deviceKindList } from '../../shared/devices/list';
import type { DeviceKind } from '../../shared/lab/document';
import { deviceUnder, type PointerIntent, type StageTarget } from '../view-model/picture/stage-intent';

/** Where a gesture began, and on what. */
interface Press {
  readonly target: StageTarget;
  readonly x: number;
  readonly y: number;
  readonly clientX: number;
  readonly clientY: number;
  /** Shift or Ctrl: adds to what is selected. */
  readonly additive: boolean;
}

interface ToolContext {
  readonly press: Press;
  /** The pointer now, in world pixels. */
  readonly x: number;
  readonly y: number;
  /** The device that the pointer is over now. */
  readonly over: string | undefined;
  /** What is being placed, and whether the pointer is over the stage. */
  readonly placing: DeviceKind;
  readonly overStage: boolean;
  /** Numbers the drags, so that the moves of one are one step of the history. */
  readonly gesture: number;
}

type PointerEvent = { readonly intent: PointerIntent };

export type ToolEvent =
  | ({ readonly type: 'PRESS' } & PointerEvent)
  | ({ readonly type: 'DRAG' } & PointerEvent)
  | ({ readonly type: 'RELEASE' } & PointerEvent)
  | { readonly type: 'CANCEL' }
  | { readonly type: 'PLACE'; readonly kind: DeviceKind }
  | { readonly type: 'PLACE.MOVE'; readonly x: number; readonly y: number; readonly overStage: boolean }
  | { readonly type: 'PLACE.DROP' };

/** What the gestures come to. */
export type ToolDecision =
  | { readonly type: 'pressed'; readonly target: StageTarget; readonly additive: boolean }
  | { readonly type: 'clicked'; readonly target: StageTarget; readonly additive: boolean }
  | { readonly type: 'marquee'; readonly area: Area; readonly additive: boolean }
  | { readonly type: 'moved'; readonly dx: number; readonly dy: number; readonly gesture: number }
  | { readonly type: 'move-broken-off'; readonly gesture: number }
  | { readonly type: 'connected'; readonly from: string; readonly to: string }
  | { readonly type: 'placed'; readonly kind: DeviceKind; readonly x: number; readonly y: number };

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How far, in window pixels, the pointer goes before a press is a drag. */
const dragThreshold = 4;

const noPress: Press = { target: { kind: 'nothing' }, x: 0, y: 0, clientX: 0, clientY: 0, additive: false };

function isDrag(press: Press, intent: PointerIntent): boolean {
  return Math.hypot(intent.clientX - press.clientX, intent.clientY - press.clientY) >= dragThreshold;
}

function areaOf({ press, x, y }: ToolContext): Area {
  return {
    x: Math.min(press.x, x),
    y: Math.min(press.y, y),
    width: Math.abs(x - press.x),
    height: Math.abs(y - press.y),
  };
}

const machineSetup = setup({
  types: {
    context: {} as ToolContext,
    events: {} as ToolEvent,
    emitted: {} as ToolDecision,
  },
  actions: {
    rememberPress: assign(({ context, event }) => {
      if (event.type !== 'PRESS') return {};
      const { target, x, y, clientX, clientY, shift, ctrl } = event.intent;
      const press = { target, x, y, clientX, clientY, additive: shift || ctrl };
      return { press, x, y, over: deviceUnder(target), gesture: context.gesture + 1 };
    }),
    follow: assign(({ event }) => {
      if (!('intent' in event)) return {};
      return { x: event.intent.x, y: event.intent.y, over: deviceUnder(event.intent.target) };
    }),
    rememberKind: assign(({ event }) =>
      event.type === 'PLACE' ? { placing: event.kind, overStage: false } : {},
    ),
    followPlacing: assign(({ event }) =>
      event.type === 'PLACE.MOVE' ? { x: event.x, y: event.y, overStage: event.overStage } : {},
    ),
    tellPressed: emit(({ context: { press } }) => ({
      type: 'pressed',
      target: press.target,
      additive: press.additive,
    })),
    tellClicked: emit(({ context: { press } }) => ({
      type: 'clicked',
      target: press.target,
      additive: press.additive,
    })),
    tellMarquee: emit(({ context }) => ({
      type: 'marquee',
      area: areaOf(context),
      additive: context.press.additive,
    })),
    tellMoved: emit(({ context: { press, x, y, gesture } }) => ({
      type: 'moved',
      dx: x - press.x,
      dy: y - press.y,
      gesture,
    })),
    tellMoveBrokenOff: emit(({ context }) => ({ type: 'move-broken-off', gesture: context.gesture })),
    tellConnected: emit(({ context: { press, over } }) => ({
      type: 'connected',
      from: deviceUnder(press.target) ?? '',
      to: over ?? '',
    })),
    tellPlaced: emit(({ context: { placing, x, y } }) => ({ type: 'placed', kind: placing, x, y })),
  },
  guards: {
    isPan: ({ event }) => event.type === 'PRESS' && event.intent.button === 1,
    isPrimary: ({ event }) => event.type === 'PRESS' && event.intent.button === 0,
    dragsFrom: ({ context, event }, kind: StageTarget['kind']) =>
      event.type === 'DRAG' && context.press.target.kind === kind && isDrag(context.press, event.intent),
    endsOnAnotherDevice: ({ context, event }) => {
      if (event.type !== 'RELEASE') return false;
      const over = deviceUnder(event.intent.target);
      return over !== undefined && over !== deviceUnder(context.press.target);
    },
    isOverStage: ({ context }) => context.overStage,
  },
});

/**
 * The pointer's tool on the stage: what a press, a drag and a release come to. It decides nothing about the lab:
 * it emits decisions, and EditorTool turns them into edits and selections.
 */
export const editorToolMachine = machineSetup.createMachine({
  id: 'editor-tool',
  initial: 'idle',
  context: {
    press: noPress,
    x: 0,
    y: 0,
    over: undefined,
    placing: deviceKindList[0].kind,
    overStage: false,
    gesture: 0,
  },
  states: {
    idle: {
      on: {
        PRESS: [
          { guard: 'isPan', target: 'panning' },
          { guard: 'isPrimary', target: 'pressing', actions: ['rememberPress', 'tellPressed'] },
        ],
        PLACE: { target: 'placing', actions: 'rememberKind' },
      },
    },
    panning: { on: { RELEASE: 'idle', CANCEL: 'idle' } },
    pressing: {
      on: {
        DRAG: [
          {
            guard: { type: 'dragsFrom', params: 'device' },
            target: 'dragging-elements',
            actions: ['follow', 'tellMoved'],
          },
          { guard: { type: 'dragsFrom', params: 'device-edge' }, target: 'connecting', actions: 'follow' },
          {
            guard: { type: 'dragsFrom', params: 'nothing' },
            target: 'marquee',
            actions: ['follow', 'tellMarquee'],
          },
        ],
        RELEASE: { target: 'idle', actions: 'tellClicked' },
        CANCEL: 'idle',
      },
    },
    'dragging-elements': {
      on: {
        DRAG: { actions: ['follow', 'tellMoved'] },
        RELEASE: { target: 'idle', actions: ['follow', 'tellMoved'] },
        CANCEL: { target: 'idle', actions: 'tellMoveBrokenOff' },
      },
    },
    marquee: {
      on: {
        DRAG: { actions: ['follow', 'tellMarquee'] },
        RELEASE: { target: 'idle', actions: ['follow', 'tellMarquee'] },
        CANCEL: 'idle',
      },
    },
    connecting: {
      on: {
        DRAG: { actions: 'follow' },
        RELEASE: [
          { guard: 'endsOnAnotherDevice', target: 'idle', actions: ['follow', 'tellConnected'] },
          { target: 'idle' },
        ],
        CANCEL: 'idle',
      },
    },
    placing: {
      on: {
        'PLACE.MOVE': { actions: 'followPlacing' },
        'PLACE.DROP': [{ guard: 'isOverStage', target: 'idle', actions: 'tellPlaced' }, { target: 'idle' }],
        CANCEL: 'idle',
      },
    },
  },
});

/** What the tool draws over the stage while a gesture is under way. */
export interface ToolOverlay {
  readonly marquee?: Area;
  readonly connecting?: {
    readonly from: string;
    readonly x: number;
    readonly y: number;
    readonly over?: string;
  };
  readonly ghost?: { readonly kind: DeviceKind; readonly x: number; readonly y: number };
}

/** The overlay of a state of the machine. */
export function toolOverlay(snapshot: SnapshotFrom<typeof editorToolMachine>): ToolOverlay {
  const { context } = snapshot;
  const { press, x, y, over, placing } = context;
  switch (snapshot.value) {
    case 'marquee':
      return { marquee: areaOf(context) };
    case 'connecting': {
      const from = deviceUnder(press.target) ?? '';
      return { connecting: { from, x, y, ...(over === undefined || over === from ? {} : { over }) } };
    }
    case 'placing':
      return context.overStage ? { ghost: { kind: placing, x, y } } : {};
    default:
      return {};
  }
}
