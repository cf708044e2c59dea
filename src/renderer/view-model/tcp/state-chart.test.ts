import { describe, expect, test } from 'vitest';
import { describeMachines } from '../../../engine/world/machines';
import type { MachineDescription } from '../../../shared/messages/messages';
import { isInside, overlap, pointOn, route } from './chart-geometry';
import { layoutChart, nodeStanding } from './state-chart';
import { standingAt, type StateVisit } from './state-history';

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

  test.each([wide, tall, { width: 580, height: 100 }, { width: 1270, height: 700 }])(
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

  test('names transitions only where the name covers nothing', () => {
    const { nodes, edges } = layoutChart(machine, { width: 900, height: 700 });
    const labels = edges.flatMap(({ label }) =>
      label ? [{ ...label, width: label.text.length * 5.5, height: 12 }] : [],
    );
    expect(labels.map(({ text }) => text)).toContain('SEGMENT.SYN-ACK');
    for (const [at, label] of labels.entries())
      for (const other of [...nodes, ...labels.slice(at + 1)]) expect(overlap(label, other)).toBe(false);
  });

  test('grows with its place, so that it can be read from afar', () => {
    expect(layoutChart(machine, tall).scale).toBeCloseTo(500 / 480);
    expect(layoutChart(machine, { width: 1270, height: 1000 }).scale).toBe(1.6);
    expect(layoutChart(machine, wide).scale).toBe(1);
  });

  test('leaves what only breaks a connection off for when it matters', () => {
    const { edges } = layoutChart(machine, tall);
    const breakdown = (id: string) => edges.find((edge) => edge.id === id)?.isBreakdown;
    expect(breakdown('ESTABLISHED CLOSED')).toBe(true);
    expect(breakdown('LAST-ACK CLOSED')).toBe(false);
  });

  test('places states that the figure does not have below it', () => {
    const other: MachineDescription = {
      id: 'other',
      initial: 'idle',
      states: ['idle', 'ready', 'CLOSING'],
      transitions: [{ from: 'idle', event: 'GO', to: 'ready' }],
    };
    const { nodes, edges } = layoutChart(other, tall);
    expect(nodes.map(({ id }) => id)).toEqual(['idle', 'ready', 'CLOSING']);
    expect(edges).toHaveLength(1);
  });
});

describe('a box of the chart', () => {
  const visit = (record: number, from: string, to: string): StateVisit => ({
    record,
    time: record * 1e6,
    from,
    event: 'EVENT',
    to,
  });
  const whole = [
    visit(10, 'CLOSED', 'SYN-SENT'),
    visit(20, 'SYN-SENT', 'ESTABLISHED'),
    visit(30, 'ESTABLISHED', 'CLOSE-WAIT'),
    visit(40, 'CLOSE-WAIT', 'LAST-ACK'),
    visit(50, 'LAST-ACK', 'CLOSED'),
  ];
  const refused = [visit(10, 'CLOSED', 'SYN-SENT'), visit(20, 'SYN-SENT', 'CLOSED')];
  const accepted = [visit(10, 'LISTEN', 'SYN-RECEIVED')];
  const standingOf = (visits: readonly StateVisit[], records: number, id: string) => {
    const node = layoutChart(machine, tall).nodes.find((one) => one.id === id);
    if (!node) throw new RangeError(id);
    return nodeStanding(
      layoutChart(machine, tall).figure,
      node,
      visits,
      standingAt(visits, records, 'CLOSED'),
    );
  };

  test('is lit where the end stands: at the beginning, and at the other CLOSED at last', () => {
    const lit = (records: number) =>
      layoutChart(machine, tall)
        .nodes.filter(({ id }) => standingOf(whole, records, id).isCurrent)
        .map(({ id }) => id);
    expect([5, 15, 35, 60].map(lit)).toEqual([['CLOSED'], ['SYN-SENT'], ['CLOSE-WAIT'], ['CLOSED end']]);
  });

  test('is the first CLOSED again for a connection that was refused', () => {
    expect(standingOf(refused, 30, 'CLOSED')).toMatchObject({ isCurrent: true, entry: 20 });
    expect(standingOf(refused, 30, 'CLOSED end')).toMatchObject({ isCurrent: false, entry: undefined });
  });

  test('is LISTEN at first for an end that was waiting', () => {
    expect(standingOf(accepted, 0, 'LISTEN')).toEqual({ isCurrent: true, entered: undefined, entry: 9 });
    expect(standingOf(accepted, 0, 'CLOSED').isCurrent).toBe(false);
  });

  test('can be gone to when it was entered or will be', () => {
    expect(standingOf(whole, 25, 'SYN-SENT')).toMatchObject({ entry: 10, entered: whole[0] });
    expect(standingOf(whole, 25, 'LAST-ACK')).toMatchObject({ entry: 40, entered: undefined });
    expect(standingOf(whole, 25, 'CLOSED').entry).toBe(9);
    expect(standingOf(whole, 25, 'CLOSED end').entry).toBe(50);
    expect(standingOf(whole, 25, 'TIME-WAIT').entry).toBeUndefined();
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
