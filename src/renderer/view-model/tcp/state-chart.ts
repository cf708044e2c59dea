import type { MachineDescription } from '../../../shared/messages/messages';
import {
  curvePath,
  loop,
  overlap,
  pointOn,
  route,
  type ChartBox,
  type ChartCurve,
  type ChartPoint,
} from './chart-geometry';
import { figureOf, type ChartFigure } from './chart-figures';
import type { StandingState, StateVisit } from './state-history';

/** A state as it is drawn. The initial state has two places: where a connection begins, and where it ends. */
export interface ChartNode extends ChartBox {
  readonly id: string;
  readonly state: string;
  readonly isInitial: boolean;
  /** The second place of the initial state. */
  readonly isEnd: boolean;
}

/** All transitions from one state to another. */
export interface ChartEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly events: readonly string[];
  readonly path: string;
  readonly middle: ChartPoint;
  /** The events that lead this way in good order, where there is room to name them. */
  readonly label: ChartLabel | undefined;
  /** Leaves by a reset, an abort or a timeout only: drawn when it matters. */
  readonly isBreakdown: boolean;
}

export interface ChartLabel extends ChartPoint {
  readonly text: string;
}

export interface ChartLayout {
  readonly nodes: readonly ChartNode[];
  readonly edges: readonly ChartEdge[];
  /** Size in units of the layout; a unit is `scale` pixels, more than one where there is much room. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** Whether time runs down, as in the RFC's figure, or to the right where there is little height. */
  readonly upright: boolean;
  readonly figure: ChartFigure;
}

const boxWidth = 78;
const boxHeight = 30;
/** Least space between rows: lines pass there. */
const rowGap = 9;
/** Least height at which the figure stands upright, with names and times in its boxes. */
const uprightHeight = 330;
const largestScale = 1.6;
/** An upright figure is no wider than this share of its height: it would come apart. */
const widestShare = 1.5;
/** Size of a letter of a label. */
const letter = { width: 5.5, height: 12 };
/** Least size of a chart: smaller places scroll. */
export const leastChart = { width: 616, height: 112 };

/** Draws a machine into an area (pixels): the figure's states at their places, any others in rows after them. */
export function layoutChart(
  machine: MachineDescription,
  area: { readonly width: number; readonly height: number },
): ChartLayout {
  const upright = area.height >= uprightHeight;
  const scale = upright ? Math.max(1, Math.min(largestScale, area.height / 480, area.width / 440)) : 1;
  const width = Math.max(area.width / scale, upright ? 300 : leastChart.width);
  const height = Math.max(area.height / scale, upright ? uprightHeight : leastChart.height);
  const figure = figureOf(machine.id);
  const nodes = placeStates(machine, figure, { width, height }, upright);
  const edges = nameEdges(joinStates(machine, figure, nodes, { width, height }), nodes, figure);
  return { nodes, edges, width, height, scale, upright, figure };
}

/** How an end stands to one box of its chart. */
export interface NodeStanding {
  readonly isCurrent: boolean;
  /** When the box was last entered before the playhead; undefined where it was not. */
  readonly entered: StateVisit | undefined;
  /** The record to go to, right after which the end is in it; undefined: it never is. */
  readonly entry: number | undefined;
}

/** How an end stands to a box: of the initial state's two, it began in the first and may come to either. */
export function nodeStanding(
  figure: ChartFigure,
  node: ChartNode,
  visits: readonly StateVisit[],
  standing: StandingState,
): NodeStanding {
  const isHere = (visit: StateVisit | undefined) =>
    visit !== undefined && (!node.isInitial || leadsToEnd(figure, visit.from) === node.isEnd)
      ? visit
      : undefined;
  const entered = isHere(standing.entered.get(node.state));
  const ahead = isHere(standing.ahead.get(node.state));
  const [first] = visits;
  const began = !node.isEnd && first?.from === node.state ? first.record - 1 : undefined;
  const isIn = standing.current === node.state;
  return {
    isCurrent: isIn && (standing.fired ? isHere(standing.fired) !== undefined : !node.isEnd),
    entered,
    entry: entered?.record ?? began ?? ahead?.record,
  };
}

/** Whether a transition back to the initial state leads to its second place: from most states that is nearer. */
function leadsToEnd(figure: ChartFigure, from: string): boolean {
  return figure.end !== undefined && (figure.places[from]?.[0] ?? Infinity) > figure.lastRowNearStart;
}

function placeStates(
  machine: MachineDescription,
  figure: ChartFigure,
  area: { readonly width: number; readonly height: number },
  upright: boolean,
): ChartNode[] {
  const places = new Map<string, readonly [number, number]>();
  const { columns } = figure;
  const strangers = machine.states.filter((state) => !(state in figure.places));
  for (const state of machine.states) {
    const stranger = strangers.indexOf(state);
    const place = figure.places[state] ?? [figure.rows + Math.floor(stranger / columns), stranger % columns];
    places.set(state, place);
  }
  if (figure.end) places.set(`${machine.initial} end`, figure.end);
  const rows = figure.rows + Math.ceil(strangers.length / columns);
  const across = upright ? columns : rows;
  const down = upright ? rows : columns;
  const spread = upright ? Math.min(area.width, area.height * widestShare) : area.width;
  const margin = (area.width - spread) / 2;
  return [...places].map(([id, [row, column]]) => {
    const state = id.replace(/ end$/, '');
    const [over, under] = upright ? [column, row] : [row, column];
    return {
      id,
      state,
      isInitial: state === machine.initial,
      isEnd: id !== state,
      x: margin + ((over + 0.5) * spread) / across,
      y: ((under + 0.5) * area.height) / down,
      width: Math.min(boxWidth, spread / across - 4),
      height: Math.min(boxHeight, area.height / down - rowGap),
    };
  });
}

/** An edge before it has a name, with the curve that it runs along; none: it returns to its box. */
type BareEdge = Omit<ChartEdge, 'label'> & { readonly curve: ChartCurve | undefined };

function joinStates(
  machine: MachineDescription,
  figure: ChartFigure,
  nodes: readonly ChartNode[],
  area: { readonly width: number; readonly height: number },
): BareEdge[] {
  const groups = new Map<string, { from: string; to: string; events: string[] }>();
  for (const { from, event, to } of machine.transitions) {
    const id = `${from} ${to}`;
    const group = groups.get(id) ?? { from, to, events: [] };
    group.events.push(event);
    groups.set(id, group);
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return [...groups].flatMap(([id, { from, to, events }]): BareEdge[] => {
    const isToEnd = to === machine.initial && leadsToEnd(figure, from);
    const start = byId.get(from);
    const end = byId.get(isToEnd ? `${to} end` : to);
    if (!start || !end) return [];
    const isBreakdown = events.every((event) => figure.breakdowns.has(event));
    const common = { id, from, to, events, isBreakdown };
    if (from === to) return [{ ...common, path: loop(start), middle: start, curve: undefined }];
    const hasOpposite = !isToEnd && groups.has(`${to} ${from}`);
    const obstacles = nodes.filter((node) => node !== start && node !== end);
    const curve = route(start, end, obstacles, area, hasOpposite ? 0.06 : 0);
    return [{ ...common, path: curvePath(curve), middle: pointOn(curve, 0.5), curve }];
  });
}

/** Names edges where a name overlaps neither a box nor another name. */
function nameEdges(
  edges: readonly BareEdge[],
  nodes: readonly ChartNode[],
  { breakdowns }: ChartFigure,
): ChartEdge[] {
  const taken: ChartBox[] = [...nodes];
  return edges.map(({ curve, ...edge }) => {
    const text = edge.events.filter((event) => !breakdowns.has(event)).join(', ');
    const size = { width: text.length * letter.width, height: letter.height };
    const spots =
      edge.isBreakdown || !curve ? [] : [0.5, 0.4, 0.6, 0.3, 0.7].map((share) => pointOn(curve, share));
    const spot = spots.find((point) => !taken.some((box) => overlap(box, { ...point, ...size })));
    if (!spot) return { ...edge, label: undefined };
    taken.push({ ...spot, ...size });
    return { ...edge, label: { text, ...spot } };
  });
}
