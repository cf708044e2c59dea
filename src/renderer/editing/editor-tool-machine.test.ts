import fc from 'fast-check';
import { createActor } from 'xstate';
import { describe, expect, it } from 'vitest';
import { editorToolMachine, toolOverlay, type ToolDecision, type ToolEvent } from './editor-tool-machine';
import type { PointerIntent, StageTarget } from '../view-model/picture/stage-intent';

const target: fc.Arbitrary<StageTarget> = fc.constantFrom(
  { kind: 'nothing' },
  { kind: 'device', id: 'client' },
  { kind: 'device-edge', id: 'client' },
  { kind: 'device-edge', id: 'server' },
  { kind: 'link', id: 'wan' },
  { kind: 'frame', packet: 1, record: 2 },
);
const place = fc.integer({ min: -50, max: 50 });
const intent: fc.Arbitrary<PointerIntent> = fc
  .record({ target, x: place, y: place, button: fc.constantFrom(0, 0, 0, 1, 2), shift: fc.boolean() })
  .map((own) => ({ ...own, type: 'hover', clientX: own.x, clientY: own.y, ctrl: false }));

const event: fc.Arbitrary<ToolEvent> = fc.oneof(
  intent.map((own): ToolEvent => ({ type: 'PRESS', intent: own })),
  intent.map((own): ToolEvent => ({ type: 'DRAG', intent: own })),
  intent.map((own): ToolEvent => ({ type: 'RELEASE', intent: own })),
  fc.constant<ToolEvent>({ type: 'CANCEL' }),
  fc.constant<ToolEvent>({ type: 'PLACE', kind: 'server' }),
  fc
    .record({ x: place, y: place, overStage: fc.boolean() })
    .map((own): ToolEvent => ({ type: 'PLACE.MOVE', ...own })),
  fc.constant<ToolEvent>({ type: 'PLACE.DROP' }),
);

function started() {
  const actor = createActor(editorToolMachine);
  const decisions: ToolDecision[] = [];
  actor.on('*', (decision) => decisions.push(decision));
  return { actor: actor.start(), decisions };
}

describe('the editor tool', () => {
  it('is idle and draws nothing after Escape, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const { actor } = started();
        for (const one of events) actor.send(one);
        actor.send({ type: 'CANCEL' });
        expect(actor.getSnapshot().value).toBe('idle');
        expect(toolOverlay(actor.getSnapshot())).toEqual({});
      }),
    );
  });

  it('never joins a device with itself', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const { actor, decisions } = started();
        for (const one of events) actor.send(one);
        for (const decision of decisions)
          if (decision.type === 'connected') expect(decision.from).not.toBe(decision.to);
      }),
    );
  });

  it('moves only within a gesture of its own number, and never after Escape broke it off', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { actor, decisions } = started();
        for (const one of events) actor.send(one);
        const brokenOff = new Set<number>();
        let latest = 0;
        for (const decision of decisions) {
          if (decision.type === 'move-broken-off') brokenOff.add(decision.gesture);
          if (decision.type !== 'moved') continue;
          expect(brokenOff.has(decision.gesture)).toBe(false);
          expect(decision.gesture).toBeGreaterThanOrEqual(latest);
          latest = decision.gesture;
        }
      }),
    );
  });
});
