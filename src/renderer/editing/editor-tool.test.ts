import { describe, expect, it } from 'vitest';
import { nothingSelected, selectElements, type Selection } from '../view-model/selection';
import { EditorTool } from './editor-tool';
import { LabEditor } from './lab-editor';
import type { PointerIntent, StageTarget } from '../view-model/picture/stage-intent';
import { threeDeviceLab } from './testing/labs';

const ground: StageTarget = { kind: 'nothing' };
const device = (id: string): StageTarget => ({ kind: 'device', id });
const edge = (id: string): StageTarget => ({ kind: 'device-edge', id });

function intent(type: PointerIntent['type'], x: number, y: number, target: StageTarget): PointerIntent {
  return { type, target, x, y, clientX: x, clientY: y, shift: false, ctrl: false, button: 0 };
}

class Bench {
  readonly editor = new LabEditor();
  selection: Selection = nothingSelected;
  readonly tool: EditorTool;

  constructor() {
    this.editor.open(threeDeviceLab(), 'three');
    const { editor } = this;
    this.tool = new EditorTool({
      get document() {
        return editor.document;
      },
      get selection() {
        return bench().selection;
      },
      select: (selection) => (this.selection = selection),
      edit: (command) => editor.apply(command),
      abandon: (gesture) => editor.abandon(gesture),
    });
    const bench = () => this;
  }

  press(x: number, y: number, target: StageTarget, modifiers: Partial<PointerIntent> = {}) {
    this.tool.handle({ ...intent('press', x, y, target), ...modifiers });
  }
  drag(x: number, y: number, target: StageTarget = ground) {
    this.tool.handle(intent('drag', x, y, target));
  }
  release(x: number, y: number, target: StageTarget = ground) {
    this.tool.handle(intent('release', x, y, target));
  }
  click(target: StageTarget, modifiers: Partial<PointerIntent> = {}) {
    this.press(0, 0, target, modifiers);
    this.release(0, 0, target);
  }
  positionOf(id: string) {
    return this.editor.document.devices.find((one) => one.id === id)?.position;
  }
}

describe('clicks', () => {
  it('select what they hit and nothing else', () => {
    const bench = new Bench();
    bench.click(device('server'));
    bench.click({ kind: 'link', id: 'router-server' });
    expect(bench.selection).toEqual(selectElements([], ['router-server']));
  });

  it('with Shift add to what is selected, and take out what is', () => {
    const bench = new Bench();
    bench.click(device('server'));
    bench.click(device('router'), { shift: true });
    expect(bench.selection).toEqual(selectElements(['server', 'router']));
    bench.click(device('server'), { shift: true });
    expect(bench.selection).toEqual(selectElements(['router']));
  });

  it('on one of several selected leave that one', () => {
    const bench = new Bench();
    bench.selection = selectElements(['server', 'router']);
    bench.click(device('router'));
    expect(bench.selection).toEqual(selectElements(['router']));
  });

  it('on the ground select nothing', () => {
    const bench = new Bench();
    bench.selection = selectElements(['server']);
    bench.click(ground);
    expect(bench.selection).toEqual(nothingSelected);
  });

  it('on a frame select its packet', () => {
    const bench = new Bench();
    bench.click({ kind: 'frame', packet: 3, record: 40 });
    expect(bench.selection).toEqual({ kind: 'packet', packet: 3, record: 40 });
  });

  it('that shake by less than four pixels move nothing', () => {
    const bench = new Bench();
    bench.press(0, 0, device('server'));
    bench.drag(3, 0, device('server'));
    bench.release(3, 0, device('server'));
    expect(bench.editor.canUndo).toBe(false);
  });
});

describe('drags of devices', () => {
  it('move all that is selected, onto the grid, as one step of the history', () => {
    const bench = new Bench();
    bench.selection = selectElements(['router', 'server']);
    bench.press(400, 0, device('router'));
    bench.drag(410, 10, device('router'));
    bench.drag(503, 21, device('router'));
    bench.release(503, 21, device('router'));
    expect(bench.positionOf('router')).toEqual({ x: 504, y: 24 });
    expect(bench.positionOf('server')).toEqual({ x: 904, y: 24 });
    bench.editor.undo();
    expect(bench.positionOf('server')).toEqual({ x: 800, y: 0 });
    expect(bench.editor.canUndo).toBe(false);
  });

  it('of one that is not selected move that one alone', () => {
    const bench = new Bench();
    bench.selection = selectElements(['router']);
    bench.press(800, 0, device('server'));
    bench.drag(880, 80);
    bench.release(880, 80);
    expect([bench.positionOf('router'), bench.positionOf('server')]).toEqual([
      { x: 400, y: 0 },
      { x: 880, y: 80 },
    ]);
  });

  it('are taken back by Escape as if they had not been', () => {
    const bench = new Bench();
    bench.press(800, 0, device('server'));
    bench.drag(880, 80);
    expect(bench.tool.cancel()).toBe(true);
    expect(bench.positionOf('server')).toEqual({ x: 800, y: 0 });
    expect([bench.editor.canUndo, bench.editor.canRedo]).toEqual([false, false]);
  });
});

describe('a marquee', () => {
  it('selects the devices that it touches and the links among them', () => {
    const bench = new Bench();
    bench.press(300, -100, ground);
    bench.drag(900, 100);
    expect(bench.tool.overlay.marquee).toEqual({ x: 300, y: -100, width: 600, height: 200 });
    bench.release(900, 100);
    expect(bench.selection).toEqual(selectElements(['router', 'server'], ['router-server']));
    expect(bench.tool.overlay).toEqual({});
  });

  it('with Shift adds to what was selected, and gives back what it shrinks from', () => {
    const bench = new Bench();
    bench.selection = selectElements(['client']);
    bench.press(900, 100, ground, { shift: true });
    bench.drag(300, -100);
    bench.drag(700, -100);
    bench.release(700, -100);
    expect(bench.selection).toEqual(selectElements(['client', 'server']));
  });
});

describe('pulling a link', () => {
  it('from one device to another connects them and selects the link', () => {
    const bench = new Bench();
    bench.press(50, 0, edge('client'));
    bench.drag(700, 0);
    bench.drag(790, 0, device('server'));
    expect(bench.tool.overlay.connecting).toEqual({ from: 'client', x: 790, y: 0, over: 'server' });
    bench.release(790, 0, device('server'));
    expect(bench.editor.document.links.at(-1)).toMatchObject({
      id: 'client-server',
      a: { device: 'client' },
      b: { device: 'server' },
    });
    expect(bench.selection).toEqual(selectElements([], ['client-server']));
  });

  it.each([
    ['on the ground', ground],
    ['on the device it came from', device('client')],
  ])('and letting go %s connects nothing', (_, target) => {
    const bench = new Bench();
    bench.press(50, 0, edge('client'));
    bench.drag(700, 0);
    bench.release(700, 0, target);
    expect(bench.editor.canUndo).toBe(false);
    expect(bench.tool.state).toBe('idle');
  });
});

describe('placing from the palette', () => {
  it('shows a ghost over the stage and drops a device there', () => {
    const bench = new Bench();
    bench.tool.startPlacing('server');
    bench.tool.movePlacing(401, 301, true);
    expect(bench.tool.overlay.ghost).toEqual({ kind: 'server', x: 401, y: 301 });
    bench.tool.dropPlacing();
    expect(bench.editor.document.devices.at(-1)).toMatchObject({
      id: 'server-2',
      kind: 'server',
      position: { x: 400, y: 304 },
    });
    expect(bench.selection).toEqual(selectElements(['server-2']));
  });

  it('outside of the stage, or broken off, adds nothing', () => {
    const bench = new Bench();
    bench.tool.startPlacing('server');
    bench.tool.movePlacing(401, 301, true);
    bench.tool.movePlacing(-401, 301, false);
    bench.tool.dropPlacing();
    bench.tool.startPlacing('client');
    bench.tool.movePlacing(401, 301, true);
    bench.tool.cancel();
    bench.tool.dropPlacing();
    expect(bench.editor.canUndo).toBe(false);
  });

  it('puts a device where it is dropped, on the grid, whatever stands there', () => {
    const bench = new Bench();
    bench.tool.addDevice('client', { x: 3, y: 13 });
    expect(bench.positionOf('client-2')).toEqual({ x: 0, y: 16 });
  });

  it('puts devices that are added without a place around what stands there', () => {
    const bench = new Bench();
    for (let count = 0; count < 4; count++) bench.tool.addDeviceNear('client', { x: 0, y: 500 });
    const places = bench.editor.document.devices.slice(3).map((one) => one.position);
    expect(places).toEqual([
      { x: 0, y: 504 },
      { x: 240, y: 504 },
      { x: -240, y: 504 },
      { x: 0, y: 648 },
    ]);
  });
});

describe('other presses', () => {
  it('of the middle button pan: they select and move nothing', () => {
    const bench = new Bench();
    bench.press(0, 0, device('server'), { button: 1 });
    bench.drag(100, 0);
    expect(bench.tool.state).toBe('panning');
    bench.release(100, 0);
    expect([bench.selection, bench.editor.canUndo]).toEqual([nothingSelected, false]);
  });

  it('for a menu select what they hit, unless it is selected already', () => {
    const bench = new Bench();
    bench.selection = selectElements(['server', 'router']);
    bench.tool.handle(intent('context', 0, 0, device('router')));
    expect(bench.selection).toEqual(selectElements(['server', 'router']));
    bench.tool.handle(intent('context', 0, 0, device('client')));
    expect(bench.selection).toEqual(selectElements(['client']));
  });
});

describe('nudges', () => {
  it('of one selection undo as one step, of the next as another', () => {
    const bench = new Bench();
    bench.selection = selectElements(['server']);
    bench.tool.nudge(1, 0);
    bench.tool.nudge(1, -1);
    bench.selection = selectElements(['router']);
    bench.tool.nudge(0, 1);
    expect(bench.positionOf('server')).toEqual({ x: 816, y: -8 });
    bench.editor.undo();
    expect(bench.positionOf('router')).toEqual({ x: 400, y: 0 });
    bench.editor.undo();
    expect(bench.positionOf('server')).toEqual({ x: 800, y: 0 });
  });
});
