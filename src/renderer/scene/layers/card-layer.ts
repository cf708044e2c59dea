import type { StageDevice } from '../../view-model/picture/stage-picture';
import { CellIndex } from '../../view-model/plane/cell-index';
import { cardHeight, cardRadius, cardWidth, overlaps } from '../geometry/card';
import { cardDetail, cardTextSize, type CardDetail } from '../geometry/detail';
import type { ShapeBatch } from '../shapes/shape-batch';
import type { StageTheme } from '../theme/stage-theme';
import type { MeasureText } from '../text/text-measure';
import { deviceColour, drawDeviceIcon } from './device-icons';
import { putInFreeSpace, type Drawing, type LabelSurface } from './drawing';

/** A card on the screen, CSS pixels, on whole device pixels. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Lengths inside a card, world pixels. */
const padding = 12;
const smallPadding = 8;
const tileSize = 30;
/** Below this share there is nothing to see of a gauge's arc. */
const leastActivity = 0.01;
/** CSS pixels: on a small card its text is at its smallest. */
const smallName = 11;
const gap = 9;
/** How far off the stage a card may be for its shadow or what stands under it to be seen, CSS pixels. */
const margin = 40;
/** About the size of a card, CSS pixels. */
const cellSize = 128;

/** What cards are made of, lowest first. */
export interface CardBatches {
  readonly cards: ShapeBatch;
  /** With soft edges. */
  readonly gauges: ShapeBatch;
}

/** Draws the devices' cards, and reserves their room. */
export class CardLayer {
  private detail: CardDetail = 'whole';
  /** The cards on the stage, lowest first, and where they are. */
  private readonly cards: { readonly device: StageDevice; readonly place: Place }[] = [];
  private readonly cells = new CellIndex(cellSize);
  private widest: { names?: readonly string[]; measure?: MeasureText; width: number } = { width: 0 };

  constructor(
    private readonly batches: CardBatches,
    private readonly labels: LabelSurface,
  ) {}

  /** Finds the cards that are on the stage, and takes their room, so that no label of a link or frame lies on one. */
  reserve(drawing: Drawing): void {
    this.cards.length = 0;
    this.cells.clear();
    for (const device of drawing.picture.devices) {
      const place = placeOf(drawing, device);
      const { left, top, right, bottom } = place;
      if (!drawing.isSeen(left - margin, top - margin, right + margin, bottom + margin)) continue;
      this.labels.space.reserve(left, top, right, bottom);
      this.cells.addRectangle(this.cards.length, left, top, right, bottom);
      this.cards.push({ device, place });
    }
  }

  /** Draws what `reserve` found. */
  draw(drawing: Drawing): void {
    const { cards } = this;
    this.detail = cardDetail(drawing.zoom, this.widestName(drawing) <= smallNameRoom(drawing.zoom));
    cards.forEach(({ device, place }, index) => {
      this.drawCard(drawing, device, place);
      // Text is drawn above all cards: what another card covers must not shine through.
      if (!this.isCovered(index, place)) this.drawTexts(drawing, device, place);
    });
    for (const { device, place } of cards) this.drawBelow(drawing, device, place);
  }

  private isCovered(card: number, place: Place): boolean {
    return this.cells.some(
      place.left,
      place.top,
      place.right,
      place.bottom,
      (other) => other > card && overlaps(this.cards[other]!.place, place),
    );
  }

  /** Of all devices, seen or not: cards do not change their form when the view moves. Measured once for each set of names. */
  private widestName({ picture: { extent }, measure }: Drawing): number {
    const { widest } = this;
    if (widest.names !== extent.names || widest.measure !== measure) {
      const width = extent.names.reduce((most, name) => Math.max(most, measure('name', smallName, name)), 0);
      this.widest = { names: extent.names, measure, width };
    }
    return this.widest.width;
  }

  private drawCard(drawing: Drawing, device: StageDevice, place: Place): void {
    const { theme, zoom } = drawing;
    const { cards: batch } = this.batches;
    const x = (place.left + place.right) / 2;
    const y = (place.top + place.bottom) / 2;
    const halfWidth = (place.right - place.left) / 2;
    const halfHeight = (place.bottom - place.top) / 2;
    const radius = cardRadius * zoom;
    const hovered = drawing.isHovered('device', device.id);
    if (theme.shadowStrength > 0)
      batch.box(x, y + 1.5, halfWidth, halfHeight, {
        radius,
        fill: theme.shadow,
        fillAlpha: theme.shadowStrength,
      });
    if (device.selected)
      batch.box(x, y, halfWidth + 3, halfHeight + 3, {
        radius: radius + 3,
        fill: theme.accent,
        fillAlpha: 0.3,
      });
    batch.box(x, y, halfWidth, halfHeight, {
      radius,
      fill: fillColour(theme, device, hovered),
      border: device.selected ? 1.5 : 1,
      borderColour: borderColour(theme, device, hovered),
    });
    this.drawTile(drawing, device, place);
    if (device.activity >= leastActivity && this.detail === 'whole')
      this.drawActivity(drawing, device, place);
    if (drawing.editing && hovered) this.drawHandles(theme, place);
    if (device.problem !== undefined) this.drawProblem(drawing, place);
  }

  private drawTile(drawing: Drawing, device: StageDevice, place: Place): void {
    const { theme, zoom } = drawing;
    const half = (this.detail === 'icon' ? tileSize * 0.7 : tileSize / 2) * zoom;
    const middle = tileMiddle(this.detail, place, zoom, half);
    this.batches.cards.box(middle.x, middle.y, half, half, { radius: half * 0.45, fill: theme.tile });
    const line = Math.max(1.1, half * 0.115);
    drawDeviceIcon(
      this.batches.cards,
      device.kind,
      middle.x,
      middle.y,
      half * 0.66,
      line,
      device.isDown ? theme.textFaint : deviceColour(theme, device.kind),
    );
  }

  private drawActivity({ theme, zoom }: Drawing, device: StageDevice, place: Place): void {
    const radius = 7 * zoom;
    const x = place.right - (padding - 1) * zoom - radius;
    const y = place.bottom - (padding - 1) * zoom - radius;
    const border = 2.2 * zoom;
    const { activity } = device;
    const colour = activity < 0.7 ? theme.ok : activity < 0.95 ? theme.warn : theme.bad;
    this.batches.cards.circle(x, y, radius, { border, borderColour: theme.track });
    this.batches.gauges.circle(x, y, radius, { border, borderColour: colour, form: -Math.min(1, activity) });
  }

  /** Where a link can be pulled from: the whole rim can, the dots say so. */
  private drawHandles(theme: StageTheme, { left, top, right, bottom }: Place): void {
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    for (const [atX, atY] of [
      [left, y],
      [right, y],
      [x, top],
      [x, bottom],
    ] as const)
      this.batches.cards.circle(atX, atY, 5, { fill: theme.card, border: 2, borderColour: theme.accent });
  }

  private drawProblem({ theme, zoom }: Drawing, { right, top }: Place): void {
    const radius = Math.max(6, 8 * zoom);
    const x = right - radius * 0.4;
    const y = top + radius * 0.4;
    this.batches.cards.circle(x, y, radius + 2, { fill: theme.ground });
    this.batches.cards.circle(x, y, radius, { fill: theme.bad });
    this.batches.cards.line(x, y - radius * 0.45, x, y + radius * 0.08, radius * 0.24, theme.ground);
    this.batches.cards.circle(x, y + radius * 0.46, radius * 0.15, { fill: theme.ground });
  }

  private drawTexts(drawing: Drawing, device: StageDevice, place: Place): void {
    const { theme, zoom } = drawing;
    const { texts } = this.labels;
    if (this.detail === 'icon') return;
    if (this.detail === 'name') {
      const left = place.left + (smallPadding + tileSize + smallPadding * 0.7) * zoom;
      texts.put(
        'name',
        smallName,
        device.name,
        left,
        (place.top + place.bottom) / 2,
        nameColour(theme, device),
      );
      return;
    }
    const nameSize = cardTextSize(13, zoom);
    const left = place.left + (padding + tileSize + gap) * zoom;
    const room = place.right - left - padding * zoom;
    const name = drawing.fit('name', nameSize, device.name, room);
    const tileY = place.top + (padding + tileSize / 2) * zoom;
    const small = cardTextSize(11, zoom);
    const note = drawing.fit('plain', small, noteOf(device), room);
    texts.put(
      'name',
      nameSize,
      name,
      left,
      note === '' ? tileY : tileY - 7.5 * zoom,
      nameColour(theme, device),
    );
    texts.put('plain', small, note, left, tileY + 8 * zoom, theme.textDim);
    const addressX = place.left + padding * zoom;
    const addressRoom =
      place.right - addressX - (device.activity >= leastActivity ? padding + 18 : padding) * zoom;
    const addresses = fitAddresses(drawing, small, device.addresses, addressRoom);
    texts.put('code', small, addresses, addressX, place.bottom - 15 * zoom, theme.textDim);
  }

  /** What stands under a card: its name where the card is too small for it, its state. */
  private drawBelow(drawing: Drawing, device: StageDevice, place: Place): void {
    const { zoom } = drawing;
    const x = (place.left + place.right) / 2;
    if (this.detail === 'whole') {
      if (device.badge !== undefined) this.drawBadge(drawing, device.badge, x, place.bottom + 5);
      return;
    }
    const isNamed = this.detail === 'name' || this.drawNameBelow(drawing, device, place);
    const top = place.bottom + (this.detail === 'name' ? 5 : 21);
    if (isNamed && device.badge !== undefined && zoom >= 0.5) this.drawBadge(drawing, device.badge, x, top);
  }

  private drawNameBelow(drawing: Drawing, device: StageDevice, place: Place): boolean {
    const room = Math.max(48, 2 * (place.right - place.left));
    const label = {
      face: 'name',
      size: smallName,
      words: drawing.fit('name', smallName, device.name, room),
      x: (place.left + place.right) / 2,
      y: place.bottom + 11,
      colour: drawing.theme.textDim,
    } as const;
    return putInFreeSpace(drawing, this.labels, label, 'over-lines');
  }

  private drawBadge(drawing: Drawing, badge: string, x: number, top: number): void {
    const { theme, zoom } = drawing;
    const size = Math.max(10, Math.round(10 * zoom));
    const width = drawing.measure('code', size, badge);
    const height = Math.round(size * 1.8);
    const dot = size * 0.3;
    const whole = width + dot * 2 + size * 1.7;
    const left = drawing.snap(x - whole / 2);
    if (!this.labels.space.take(left, top, left + whole, top + height)) return;
    const y = drawing.snap(top) + height / 2;
    const colour = badgeColour(theme, badge);
    this.batches.cards.box(left + whole / 2, y, whole / 2, height / 2, {
      radius: height / 2,
      fill: theme.card,
      border: 1,
      borderColour: theme.cardBorder,
    });
    this.batches.cards.circle(left + size * 0.6 + dot, y, dot, { fill: colour });
    this.labels.texts.put('code', size, badge, left + size * 1.1 + dot * 2, y, theme.textDim);
  }
}

function placeOf(drawing: Drawing, device: StageDevice): Place {
  const { zoom } = drawing;
  const left = drawing.snap(drawing.screenX(device.x - cardWidth / 2));
  const top = drawing.snap(drawing.screenY(device.y - cardHeight / 2));
  return {
    left,
    top,
    right: left + drawing.snap(cardWidth * zoom),
    bottom: top + drawing.snap(cardHeight * zoom),
  };
}

/** Room for a name beside the icon on a small card, CSS pixels. */
function smallNameRoom(zoom: number): number {
  return (cardWidth - tileSize - smallPadding * 2.7) * zoom;
}

function tileMiddle(detail: CardDetail, place: Place, zoom: number, half: number) {
  const middle = (place.top + place.bottom) / 2;
  if (detail === 'icon') return { x: (place.left + place.right) / 2, y: middle };
  if (detail === 'name') return { x: place.left + smallPadding * zoom + half, y: middle };
  return { x: place.left + padding * zoom + half, y: place.top + padding * zoom + half };
}

/** The second line: a note, or the kind of device where the name does not tell it. */
function noteOf(device: StageDevice): string {
  return device.note ?? (device.name.toLowerCase().includes(device.kind) ? '' : device.kind);
}

/** A device that is down is as empty as the ground. */
function fillColour(theme: StageTheme, device: StageDevice, hovered: boolean): number {
  if (hovered) return theme.cardHovered;
  return device.isDown ? theme.ground : theme.card;
}

function nameColour(theme: StageTheme, device: StageDevice): number {
  return device.isDown ? theme.textDim : theme.text;
}

function borderColour(theme: StageTheme, device: StageDevice, hovered: boolean): number {
  if (device.problem !== undefined || device.isDown) return theme.bad;
  return hovered || device.selected ? theme.accent : theme.cardBorder;
}

function badgeColour(theme: StageTheme, badge: string): number {
  if (/^(ESTABLISHED|CONFIRMED)/.test(badge)) return theme.ok;
  if (badge.startsWith('TIME-WAIT')) return theme.warn;
  if (badge === 'DOWN') return theme.bad;
  return badge.startsWith('CLOSED') || badge.startsWith('LISTEN') ? theme.textFaint : theme.accent;
}

/** As many addresses as fit, and how many more there are. */
function fitAddresses(drawing: Drawing, size: number, addresses: readonly string[], room: number): string {
  for (let shown = addresses.length; shown > 0; shown--) {
    const rest = addresses.length - shown;
    const words = addresses.slice(0, shown).join('  ') + (rest > 0 ? ` +${rest}` : '');
    if (drawing.measure('code', size, words) <= room) return words;
  }
  return drawing.fit('code', size, addresses[0] ?? '', room);
}
