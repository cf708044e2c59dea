import { describe, expect, test } from 'vitest';
import { describeMachines } from '../../../engine/machines';
import type { MachineDescription } from '../../../shared/messages';
import { isInside, pointOn, route } from './chart-geometry';
import { layoutChart, nodeId } from './state-chart';

const [machine] = describeMachines();
if (!machine) throw new TypeError('the engine describes no machine');
const wide = { width: 630, height: 140 };
const tall = { width: 620, height: 500 };
const nodeOf = (state: string, area = tall) =>
  layoutChart(machine, area).nodes.find(({ id }) => id === state);

describe('the state chart', () => {
  test('has every state of the machine, and the initial one twice', () => {
    const states = layoutChart(machine, tall).nodes.map(({ state }) => state);
    expect([...new Set(states)].toSorted()).toEqual([...machine.states].toSorted());
    expect(states.filter((state) => state === machine.initial)).toHaveLength(2);
  });

  test('has every transition of the machine', () => {
    const drawn = layoutChart(machine, tall).edges.flatMap(({ from, to, events }) =>
      events.map((event) => `${from} ${event} ${to}`),
    );
    const all = machine.transitions.map(({ from, event, to }) => `${from} ${event} ${to}`);
    expect(drawn.toSorted()).toEqual(all.toSorted());
  });

  test('stands as in the RFC: opening above, the active close left, the passive one right', () => {
    const [established, active, passive] = ['ESTABLISHED', 'FIN-WAIT-1', 'CLOSE-WAIT'].map((state) =>
      nodeOf(state),
    );
    expect(nodeOf('SYN-SENT')?.y).toBeLessThan(established?.y ?? 0);
    expect(active?.x).toBeLessThan(established?.x ?? 0);
    expect(passive?.x).toBeGreaterThan(established?.x ?? Infinity);
    expect(active?.y).toBeGreaterThan(established?.y ?? Infinity);
  });

  test('runs to the right where there is little height', () => {
    expect(layoutChart(machine, wide).upright).toBe(false);
    expect(nodeOf('SYN-SENT', wide)?.x).toBeLessThan(nodeOf('ESTABLISHED', wide)?.x ?? 0);
  });

  test.each([wide, tall, { width: 580, height: 132 }, { width: 1270, height: 700 }])(
    'keeps its boxes apart and inside in %o',
    (area) => {
      const { nodes, width, height } = layoutChart(machine, area);
      for (const node of nodes) {
        expect(node.x - node.width / 2).toBeGreaterThanOrEqual(0);
        expect(node.x + node.width / 2).toBeLessThanOrEqual(width);
        expect(node.y + node.height / 2).toBeLessThanOrEqual(height);
        for (const other of nodes)
          if (other !== node)
            expect(
              Math.abs(node.x - other.x) >= node.width || Math.abs(node.y - other.y) >= node.height,
              `${node.id} and ${other.id}`,
            ).toBe(true);
      }
    },
  );

  test('leaves what only breaks a connection off for when it matters', () => {
    const { edges } = layoutChart(machine, tall);
    const breakdown = (id: string) => edges.find((edge) => edge.id === id)?.isBreakdown;
    expect(breakdown('ESTABLISHED CLOSED')).toBe(true);
    expect(breakdown('LAST-ACK CLOSED')).toBe(false);
  });

  test('tells the end of a connection from its beginning', () => {
    expect(nodeId(machine, 'CLOSED', true)).not.toBe(nodeId(machine, 'CLOSED', false));
    expect(nodeId(machine, 'TIME-WAIT', true)).toBe('TIME-WAIT');
  });

  test('places states that the figure does not have below it', () => {
    const other: MachineDescription = {
      id: 'other',
      initial: 'idle',
      states: ['idle', 'ready', 'CLOSING'],
      transitions: [{ from: 'idle', event: 'GO', to: 'ready' }],
    };
    const { nodes, edges } = layoutChart(other, tall);
    expect(nodes.map(({ id }) => id)).toEqual(['idle', 'ready', 'CLOSING', 'idle end']);
    expect(edges).toHaveLength(1);
  });
});

describe('a line between states', () => {
  const box = (x: number, y: number) => ({ x, y, width: 60, height: 30 });
  const area = { width: 600, height: 400 };

  test('goes round a box that stands in its way', () => {
    const obstacle = box(300, 200);
    const curve = route(box(100, 200), box(500, 200), [obstacle], area);
    for (let share = 0; share <= 1; share += 0.01)
      expect(isInside(obstacle, pointOn(curve, share)), `at ${share}`).toBe(false);
  });

  test('begins and ends at the rims of its boxes', () => {
    const curve = route(box(100, 200), box(500, 200), [], area);
    expect(curve.start.x).toBeCloseTo(130, 0);
    expect(curve.end.x).toBeCloseTo(470, -1);
  });
});
