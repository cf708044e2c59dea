import { Buffer, BufferUsage, Geometry, Mesh, type Shader } from 'pixi.js';
import { packColour } from './colour';
import type { ShapeShader } from './shape-shader';

/** Bytes of one shape: 10 floats, then fill and border as RGBA bytes. */
const stride = 48;
const floats = stride / 4;
const smallest = 64;

/** How a shape looks; all lengths in CSS pixels. */
export interface ShapeStyle {
  readonly radius?: number;
  readonly fill?: number;
  readonly fillAlpha?: number;
  readonly border?: number;
  readonly borderColour?: number;
  readonly borderAlpha?: number;
  /** How far the edge fades out, to both sides; 0: a crisp edge. */
  readonly softness?: number;
  /** Unit vector of its right side; default: unturned. */
  readonly cos?: number;
  readonly sin?: number;
  /** Above 0: the right end is a point of this length. Below 0: only this share of the way round, clockwise from the top. */
  readonly form?: number;
}

/**
 * Shapes drawn in one call, in the order in which they were added. Filled anew for each drawing: `clear`, add, `flush`.
 * The memory is kept, so that adding allocates nothing once it has grown.
 */
export class ShapeBatch {
  readonly mesh: Mesh<Geometry, Shader>;
  private count = 0;
  private f32 = new Float32Array(smallest * floats);
  private u32 = new Uint32Array(this.f32.buffer);
  private readonly buffer: Buffer;
  private readonly geometry: Geometry;

  constructor(shader: ShapeShader) {
    this.buffer = new Buffer({ data: this.f32, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    const column = (offset: number, format: 'float32x2' | 'float32x4' | 'unorm8x4') => ({
      buffer: this.buffer,
      format,
      stride,
      offset,
      instance: true,
    });
    this.geometry = new Geometry({
      attributes: {
        aCorner: { buffer: new Float32Array([-1, -1, 1, -1, 1, 1, -1, 1]), format: 'float32x2' },
        aBox: column(0, 'float32x4'),
        aTurn: column(16, 'float32x4'),
        aEdge: column(32, 'float32x2'),
        aFill: column(40, 'unorm8x4'),
        aStroke: column(44, 'unorm8x4'),
      },
      indexBuffer: new Uint32Array([0, 1, 2, 0, 2, 3]),
      instanceCount: 0,
    });
    this.mesh = new Mesh({ geometry: this.geometry, shader: shader.shader });
  }

  get length(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
  }

  /** Makes room for so many shapes at once. */
  reserve(shapes: number): void {
    if (shapes * floats <= this.f32.length) return;
    const larger = new Float32Array(Math.max(shapes * floats, this.f32.length * 2));
    larger.set(this.f32);
    this.f32 = larger;
    this.u32 = new Uint32Array(larger.buffer);
    this.buffer.data = larger;
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
    const at = this.count * floats;
    const f32 = this.f32;
    f32[at] = x;
    f32[at + 1] = y;
    f32[at + 2] = halfWidth;
    f32[at + 3] = halfHeight;
    f32[at + 4] = cos;
    f32[at + 5] = sin;
    f32[at + 6] = radius;
    f32[at + 7] = border;
    f32[at + 8] = softness;
    f32[at + 9] = form;
    this.u32[at + 10] = fill;
    this.u32[at + 11] = stroke;
    this.count += 1;
  }

  /** Hands the shapes to the graphics card. */
  flush(): void {
    this.mesh.visible = this.count > 0;
    this.geometry.instanceCount = this.count;
    if (this.count > 0) this.buffer.update(this.count * stride);
  }

  destroy(): void {
    this.mesh.destroy();
    this.geometry.destroy(true);
  }
}
