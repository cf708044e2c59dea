import { Container } from 'pixi.js';
import type { StagePicture } from '../../view-model/picture/stage-picture';
import { LabelSpace } from '../geometry/label-space';
import { ShapeBatch } from '../shapes/shape-batch';
import { SpeckBatch } from '../shapes/speck-batch';
import { ShapeShaders } from '../shapes/shape-shader';
import type { StageTheme } from '../theme/stage-theme';
import { TextLayer } from '../text/text-layer';
import { CardLayer } from './card-layer';
import type { Drawing, LabelSurface } from './drawing';
import { DropLayer } from './drop-layer';
import { FrameLayer } from './frame-layer';
import { drawGrid } from './grid-layer';
import { LinkLayer } from './link-layer';
import { drawTool } from './tool-layer';

/**
 * The stage's layers, lowest first: grid, links, frames, cards, losses, labels, tool. What stands (grid, links, cards
 * and their texts) is written anew only when something of it changed; what moves, at each drawing.
 */
export class StageLayers {
  readonly root = new Container({ eventMode: 'none' });
  /** Set when links, cards, camera, theme or what the pointer is on changed. */
  stale = true;
  private readonly shaders = new ShapeShaders();
  private readonly grid = new ShapeBatch(this.shaders);
  private readonly linkShapes = new ShapeBatch(this.shaders);
  private readonly frameSpecks = new SpeckBatch(this.shaders.scale);
  private readonly frameGlow = new ShapeBatch(this.shaders, 'soft');
  private readonly frameShapes = new ShapeBatch(this.shaders);
  private readonly cardShapes = new ShapeBatch(this.shaders);
  private readonly cardGauges = new ShapeBatch(this.shaders, 'soft');
  private readonly dropShapes = new ShapeBatch(this.shaders);
  private readonly toolShapes = new ShapeBatch(this.shaders);
  private readonly standing: LabelSurface;
  private readonly moving: LabelSurface;
  private readonly links: LinkLayer;
  private readonly cards: CardLayer;
  private readonly frames: FrameLayer;
  private readonly drops: DropLayer;
  private drawnTool: Pick<StagePicture, 'marquee' | 'connecting' | 'ghost'> = {};

  constructor(theme: StageTheme) {
    const { shaders } = this;
    const space = new LabelSpace();
    this.standing = { texts: new TextLayer(theme), space, grounds: new ShapeBatch(shaders) };
    this.moving = {
      texts: new TextLayer(theme),
      space: new LabelSpace(space),
      grounds: new ShapeBatch(shaders),
    };
    this.links = new LinkLayer(this.linkShapes, this.standing);
    this.cards = new CardLayer({ cards: this.cardShapes, gauges: this.cardGauges }, this.standing);
    this.frames = new FrameLayer(this.frameSpecks, this.frameShapes, this.frameGlow, this.moving);
    this.drops = new DropLayer(this.dropShapes, this.moving);
    this.root.addChild(
      this.grid.mesh,
      this.linkShapes.mesh,
      this.frameSpecks.mesh,
      this.frameGlow.mesh,
      this.frameShapes.mesh,
      this.cardShapes.mesh,
      this.cardGauges.mesh,
      this.standing.grounds.mesh,
      this.standing.texts.container,
      this.dropShapes.mesh,
      this.moving.grounds.mesh,
      this.moving.texts.container,
      this.toolShapes.mesh,
    );
  }

  /** How many frames are on a lane (`link * 2 + towards`) of the last picture drawn. */
  get framesOnLane(): (lane: number) => number {
    return this.frames.framesOnLane;
  }

  draw(drawing: Drawing): void {
    if (this.stale) this.drawStanding(drawing);
    this.drawMoving(drawing);
    this.drawTool(drawing);
    this.stale = false;
  }

  destroy(): void {
    this.standing.texts.destroy();
    this.moving.texts.destroy();
    for (const batch of this.batches()) batch.destroy();
    this.root.destroy();
    this.shaders.destroy();
  }

  private drawStanding(drawing: Drawing): void {
    const { texts, space, grounds } = this.standing;
    const batches = [this.grid, this.linkShapes, this.cardShapes, this.cardGauges, grounds];
    this.shaders.pixelRatio = drawing.pixelRatio;
    texts.reset(drawing.theme, drawing.pixelRatio);
    this.moving.texts.reset(drawing.theme, drawing.pixelRatio);
    drawing.followTracks();
    space.clear();
    texts.begin();
    for (const batch of batches) batch.clear();
    if (drawing.editing) drawGrid(this.grid, drawing);
    this.cards.reserve(drawing);
    this.cards.draw(drawing);
    this.links.draw(drawing);
    texts.end();
    for (const batch of batches) batch.flush();
  }

  private drawMoving(drawing: Drawing): void {
    const { texts, space, grounds } = this.moving;
    const batches = [this.frameSpecks, this.frameGlow, this.frameShapes, this.dropShapes, grounds];
    space.clear();
    texts.begin();
    for (const batch of batches) batch.clear();
    this.drops.draw(drawing);
    this.frames.draw(drawing);
    texts.end();
    for (const batch of batches) batch.flush();
  }

  private drawTool(drawing: Drawing): void {
    const { marquee, connecting, ghost } = drawing.picture;
    const before = this.drawnTool;
    const same = marquee === before.marquee && connecting === before.connecting && ghost === before.ghost;
    if (same && !this.stale) return;
    this.drawnTool = { marquee, connecting, ghost };
    this.toolShapes.clear();
    drawTool(this.toolShapes, drawing);
    this.toolShapes.flush();
  }

  private batches(): { destroy(): void }[] {
    return [
      this.grid,
      this.linkShapes,
      this.frameSpecks,
      this.frameGlow,
      this.frameShapes,
      this.cardShapes,
      this.cardGauges,
      this.dropShapes,
      this.toolShapes,
      this.standing.grounds,
      this.moving.grounds,
    ];
  }
}
