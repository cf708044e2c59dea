/*
 * The stage. It knows pictures (view-model/picture) and how to draw them by Pixi, and tells what a pointer does there as
 * intents. It never sees a trace, a lab document, Svelte or main. What is shown, and what comes of an intent, is not here.
 */
import 'pixi.js/unsafe-eval';
import 'pixi.js/mesh';
import 'pixi.js/text';
import { Ticker, WebGLRenderer } from 'pixi.js';
import { emptyPicture, type StagePicture } from '../view-model/picture/stage-picture';
import {
  boundsInView,
  fitCamera,
  toWorld,
  zoomAt,
  zoomStep,
  type Camera,
  type Margins,
} from './geometry/camera';
import { FrameSchedule } from './frame-schedule';
import { boundsOfCards } from './geometry/card';
import { targetAt } from './geometry/hit-test';
import { layTracks } from './geometry/tracks';
import { Drawing } from './layers/drawing';
import { StageLayers } from './layers/stage-layers';
import { PointerInput, type PointerSurface } from './pointer-input';
import type { StageIntent, StageTarget } from '../view-model/picture/stage-intent';
import type { StageTheme } from './theme/stage-theme';
import { canvasMeasure } from './text/text-measure';

export interface StageOptions {
  readonly theme: StageTheme;
  onIntent(intent: StageIntent): void;
}

/** Below, there is the legend. */
const fitMargins: Margins = { sides: 32, top: 28, bottom: 48 };

/**
 * The stage: draws pictures on a canvas of its own inside a host element and tells what a person does there.
 * Drawn on demand: while nothing changes, nothing runs.
 */
export class StageView {
  private readonly drawing: Drawing;
  private readonly layers: StageLayers;
  private readonly pointer: PointerInput;
  private readonly schedule = new FrameSchedule(() => this.draw());
  private readonly resizing: ResizeObserver;
  private readonly closing = new AbortController();
  private look: Camera = { x: 0, y: 0, zoom: 1 };
  /** Whether the view is as `zoomToFit` left it: it is kept so when the stage is resized. */
  private isFitted = true;

  /**
   * Starts the graphics on a new canvas in `host`, which it fills.
   * Rejects where the browser gives no WebGL.
   */
  static async create(host: HTMLElement, options: StageOptions): Promise<StageView> {
    const renderer = new WebGLRenderer();
    await renderer.init({
      width: Math.max(1, host.clientWidth),
      height: Math.max(1, host.clientHeight),
      resolution: window.devicePixelRatio,
      autoDensity: true,
      // Shapes smooth their own edges (shape-shader.ts).
      antialias: false,
      background: options.theme.ground,
      // What is used is imported above: no event system, no accessibility layer, nothing that ticks.
      skipExtensionImports: true,
    });
    return new StageView(host, renderer, options);
  }

  private constructor(
    private readonly host: HTMLElement,
    private readonly renderer: WebGLRenderer,
    private readonly options: StageOptions,
  ) {
    // Pixi's own clock only collects garbage; it is turned with each drawing instead.
    Ticker.system.stop();
    const { theme } = options;
    this.drawing = new Drawing(
      emptyPicture(),
      this.look,
      theme,
      canvasMeasure(theme.textFont, theme.codeFont),
    );
    this.layers = new StageLayers(theme);
    const { canvas } = renderer;
    canvas.tabIndex = -1;
    canvas.style.display = 'block';
    canvas.style.outline = 'none';
    canvas.style.touchAction = 'none';
    host.append(canvas);
    this.pointer = new PointerInput(this.pointerSurface());
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(host);
    canvas.addEventListener('webglcontextrestored', () => this.redraw(), { signal: this.closing.signal });
    this.followPixelRatio();
    this.resize();
  }

  get canvas(): HTMLCanvasElement {
    return this.renderer.canvas;
  }
  get camera(): Camera {
    return this.look;
  }

  /** Shows a picture; the first one with devices is fitted into the view. */
  show(picture: StagePicture): void {
    const before = this.drawing.picture;
    this.drawing.picture = picture;
    const moved = picture.devices !== before.devices;
    if (moved || picture.links !== before.links) {
      this.drawing.tracks = layTracks(picture.devices, picture.links);
      this.layers.stale = true;
    }
    if (before.extent.names.length === 0 && picture.extent.names.length > 1) this.zoomToFit();
    this.schedule.request();
  }

  /** Whether devices can be moved and connected: shows the grid and the rims to pull links from. */
  setEditing(editing: boolean): void {
    if (this.drawing.editing === editing) return;
    this.drawing.editing = editing;
    this.redraw();
  }

  setTheme(theme: StageTheme): void {
    const { drawing } = this;
    if (theme.textFont !== drawing.theme.textFont || theme.codeFont !== drawing.theme.codeFont)
      drawing.measure = canvasMeasure(theme.textFont, theme.codeFont);
    drawing.theme = theme;
    this.renderer.background.color = theme.ground;
    this.redraw();
  }

  /** Shows another part of the world. */
  lookFrom(camera: Camera): void {
    this.setCamera(camera);
    this.isFitted = false;
  }
  zoomIn(): void {
    this.zoomBy(zoomStep);
  }
  zoomOut(): void {
    this.zoomBy(1 / zoomStep);
  }
  /** Shows all devices; an empty stage shows the world's origin in its middle. */
  zoomToFit(): void {
    const { width, height, picture } = this.drawing;
    const { middles } = picture.extent;
    const fitted = middles && fitCamera(boundsOfCards(middles), width, height, fitMargins);
    this.setCamera(fitted ?? { x: -width / 2, y: -height / 2, zoom: 1 });
    this.isFitted = true;
  }

  /** The world position under a point of the window. */
  worldAt(clientX: number, clientY: number): { x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    return toWorld(this.look, clientX - box.left, clientY - box.top);
  }

  /** Draws now what `show` would draw soon. */
  draw(): void {
    const { renderer, layers, drawing } = this;
    drawing.camera = this.look;
    layers.draw(drawing);
    renderer.render({ container: layers.root });
    Ticker.system.update();
  }

  destroy(): void {
    this.schedule.cancel();
    this.closing.abort();
    this.resizing.disconnect();
    this.pointer.destroy();
    this.layers.destroy();
    this.renderer.destroy({ removeView: true });
  }

  private pointerSurface(): PointerSurface {
    return {
      canvas: this.canvas,
      camera: () => this.look,
      isEditing: () => this.drawing.editing,
      lookFrom: (camera) => this.lookFrom(camera),
      targetAt: (x, y) => this.targetAt(x, y),
      worldAt: (clientX, clientY) => this.worldAt(clientX, clientY),
      hover: (target) => {
        this.drawing.hover = target;
        this.redraw();
      },
      tell: (intent) => this.options.onIntent(intent),
    };
  }

  private targetAt(x: number, y: number): StageTarget {
    const { picture, tracks, editing, zoom } = this.drawing;
    const { framesOnLane } = this.layers;
    return targetAt({ picture, tracks, editing, zoom, framesOnLane }, x, y);
  }

  private zoomBy(factor: number): void {
    const { width, height } = this.drawing;
    this.lookFrom(zoomAt(this.look, width / 2, height / 2, factor));
  }

  private setCamera(camera: Camera): void {
    this.look = camera;
    const { width, height } = this.drawing;
    this.options.onIntent({ type: 'viewport', zoom: camera.zoom, ...boundsInView(camera, width, height) });
    this.redraw();
  }

  private redraw(): void {
    this.layers.stale = true;
    this.schedule.request();
  }

  private resize(): void {
    const { drawing, renderer } = this;
    const width = Math.max(1, this.host.clientWidth);
    const height = Math.max(1, this.host.clientHeight);
    const ratio = window.devicePixelRatio;
    if (width === drawing.width && height === drawing.height && ratio === drawing.pixelRatio) return;
    const dx = (width - drawing.width) / 2;
    const dy = (height - drawing.height) / 2;
    drawing.width = width;
    drawing.height = height;
    drawing.pixelRatio = ratio;
    renderer.resize(width, height, ratio);
    if (this.isFitted) this.zoomToFit();
    else
      this.setCamera({
        ...this.look,
        x: this.look.x - dx / this.look.zoom,
        y: this.look.y - dy / this.look.zoom,
      });
    // A resized canvas is blank until it is drawn: not a frame of that is to be seen.
    this.schedule.cancel();
    this.draw();
  }

  /** The window may move to a screen of other pixels, or be zoomed. */
  private followPixelRatio(): void {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const changed = () => {
      if (this.closing.signal.aborted) return;
      this.resize();
      this.followPixelRatio();
    };
    query.addEventListener('change', changed, { once: true, signal: this.closing.signal });
  }
}
