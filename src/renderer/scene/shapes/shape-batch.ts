import { Buffer, BufferUsage, Geometry, Mesh, type Shader } from 'pixi.js';
import { packColour } from './colour';
import { quadIndices } from './quads';
import { formScale, type Edges, type ShapeShaders } from './shape-shader';

/** One vertex: position, place within the shape, half its size (floats); form (16-bit); fill, border (RGBA bytes). */
const stride = 40;
const words = stride / 4;
const shapeWords = words * 4;
const smallest = 64;
/** A crisp edge covers half a device pixel on either side. */
const edgeRoom = 0.5;
/** The largest length that fits the form's 16 bits. */
const longest = 32_767 / formScale;

/** How a shape looks; all lengths in CSS pixels. */
export interface ShapeStyle {
  readonly radius?: number;
  readonly fill?: number;
  readonly fillAlpha?: number;
  readonly border?: number;
  readonly borderColour?: number;
  readonly borderAlpha?: number;
  /** In a batch of soft edges: how far the edge fades out, to both sides. */
  readonly softness?: number;
  /** Unit vector of its right side; default: unturned. */
  readonly cos?: number;
  readonly sin?: number;
  /** Above 0: the right end is a point of this length. Below 0, in a batch of soft edges: this share of the way round, clockwise from the top. */
  readonly form?: number;
}

/**
 * Shapes drawn in one call, in the order in which they were added, in CSS pixels of the stage: no container moves them.
 * Filled anew for each drawing: `clear`, add, `flush`.
 * The memory is kept, so that adding allocates nothing once it has grown.
 */
export class ShapeBatch {
  readonly mesh: Mesh<Geometry, Shader>;
  private count = 0;
  private f32 = new Float32Array(smallest * shapeWords);
  private u32 = new Uint32Array(this.f32.buffer);
  private readonly vertices: Buffer;
  private readonly indices: Buffer;
  private readonly geometry: Geometry;

  constructor(shaders: ShapeShaders, edges: Edges = 'crisp') {
    this.vertices = new Buffer({ data: this.f32, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    this.indices = new Buffer({
      data: quadIndices(smallest),
      usage: BufferUsage.INDEX | BufferUsage.COPY_DST,
    });
    const { vertices: buffer } = this;
    this.geometry = new Geometry({
      attributes: {
        aPosition: { buffer, format: 'float32x2', stride, offset: 0 },
        aAt: { buffer, format: 'float32x2', stride, offset: 8 },
        aHalf: { buffer, format: 'float32x2', stride, offset: 16 },
        aForm: { buffer, format: 'sint16x4', stride, offset: 24 },
        aFill: { buffer, format: 'unorm8x4', stride, offset: 32 },
        aStroke: { buffer, format: 'unorm8x4', stride, offset: 36 },
      },
      indexBuffer: this.indices,
    });
    this.mesh = new Mesh({ geometry: this.geometry, shader: shaders[edges] });
  }

  get length(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
  }

  /** Makes room for so many shapes at once. */
  reserve(shapes: number): void {
    if (shapes * shapeWords <= this.f32.length) return;
    const room = Math.max(shapes, (this.f32.length / shapeWords) * 2);
    const larger = new Float32Array(room * shapeWords);
    larger.set(this.f32);
    this.f32 = larger;
    this.u32 = new Uint32Array(larger.buffer);
    this.vertices.data = larger;
    this.indices.data = quadIndices(room);
  }

  /** Adds a box by its centre and half its size. */
  box(x: number, y: number, halfWidth: number, halfHeight: number, style: ShapeStyle): void {
    this.raw(
      x,
      y,
      halfWidth,
      halfHeight,
      style.cos ?? 1,
      style.sin ?? 0,
      Math.min(style.radius ?? 0, halfWidth, halfHeight),
      style.border ?? 0,
      style.softness ?? 0,
      style.form ?? 0,
      packColour(style.fill ?? 0, style.fill === undefined ? 0 : (style.fillAlpha ?? 1)),
      packColour(style.borderColour ?? 0, style.borderColour === undefined ? 0 : (style.borderAlpha ?? 1)),
    );
  }

  circle(x: number, y: number, radius: number, style: ShapeStyle): void {
    this.box(x, y, radius, radius, { ...style, radius });
  }

  /** Adds a straight line with round ends. */
  line(
    fromX: number,
    fromY: number,
    toX: number,
    toY: number,
    thickness: number,
    colour: number,
    alpha = 1,
  ): void {
    const dx = toX - fromX;
    const dy = toY - fromY;
    const length = Math.hypot(dx, dy);
    const half = thickness / 2;
    this.raw(
      (fromX + toX) / 2,
      (fromY + toY) / 2,
      length / 2 + half,
      half,
      length === 0 ? 1 : dx / length,
      length === 0 ? 0 : dy / length,
      half,
      0,
      0,
      0,
      packColour(colour, alpha),
      0,
    );
  }

  /** Adds a shape by its bare numbers, colours as `packColour` gives them: for the many. */
  raw(
    x: number,
    y: number,
    halfWidth: number,
    halfHeight: number,
    cos: number,
    sin: number,
    radius: number,
    border: number,
    softness: number,
    form: number,
    fill: number,
    stroke: number,
  ): void {
    this.reserve(this.count + 1);
    const reachX = halfWidth + softness + edgeRoom;
    const reachY = halfHeight + softness + edgeRoom;
    const rounding = packHalves(radius, border);
    const edge = packHalves(softness, form);
    let at = this.count * shapeWords;
    for (let corner = 0; corner < 4; corner++) {
      const atX = corner === 1 || corner === 2 ? reachX : -reachX;
      const atY = corner >= 2 ? reachY : -reachY;
      this.f32[at] = x + cos * atX - sin * atY;
      this.f32[at + 1] = y + sin * atX + cos * atY;
      this.f32[at + 2] = atX;
      this.f32[at + 3] = atY;
      this.f32[at + 4] = halfWidth;
      this.f32[at + 5] = halfHeight;
      this.u32[at + 6] = rounding;
      this.u32[at + 7] = edge;
      this.u32[at + 8] = fill;
      this.u32[at + 9] = stroke;
      at += words;
    }
    this.count += 1;
  }

  /** Hands the shapes to the graphics card. */
  flush(): void {
    this.mesh.visible = this.count > 0;
    this.geometry.indexCount = this.count * 6;
    if (this.count > 0) this.vertices.update(this.count * shapeWords * 4);
  }

  destroy(): void {
    this.mesh.destroy();
    this.geometry.destroy(true);
  }
}

/** Two lengths as 16-bit integers of the form's unit, in the order in which the shader reads them. */
function packHalves(first: number, second: number): number {
  return ((formInteger(first) & 0xffff) | (formInteger(second) << 16)) >>> 0;
}

function formInteger(length: number): number {
  return Math.round(Math.min(longest, Math.max(-longest, length)) * formScale);
}
