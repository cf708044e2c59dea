import { Buffer, BufferUsage, Geometry, GlProgram, Mesh, Shader } from 'pixi.js';
import { quadIndices } from './quads';

/**
 * Plain rectangles by the ten thousand: what is left of a frame's bar when a lane is so crowded that rim, rounding and
 * point could not be seen. They cost a fraction of a shape, which counts where the processor stands in for a graphics
 * card.
 */
const vertex = `#version 300 es
in vec2 aPosition;
in vec2 aAt;
in vec2 aHalf;
in vec4 aFill;

out vec2 vAt;
flat out vec2 vHalf;
flat out vec4 vFill;

uniform mat3 uProjectionMatrix;

void main() {
  gl_Position = vec4((uProjectionMatrix * vec3(aPosition, 1.0)).xy, 0.0, 1.0);
  vAt = aAt / 64.0;
  vHalf = aHalf / 64.0;
  vFill = aFill;
}
`;

// The share of a pixel that is covered, across and down: edges are as smooth as those of shapes.
const fragment = `#version 300 es
in vec2 vAt;
flat in vec2 vHalf;
flat in vec4 vFill;

out vec4 finalColor;

void main() {
  vec2 covered = clamp(0.5 + vHalf - abs(vAt), 0.0, 1.0);
  finalColor = vFill * (covered.x * covered.y);
}
`;

/** One vertex: position (floats), place within and half the size (16-bit, 1/64 pixel), fill (RGBA bytes). */
const stride = 20;
const words = stride / 4;
const speckWords = words * 4;
const smallest = 64;
const edgeRoom = 0.5;

export class SpeckBatch {
  readonly mesh: Mesh<Geometry, Shader>;
  private count = 0;
  private f32 = new Float32Array(smallest * speckWords);
  private u32 = new Uint32Array(this.f32.buffer);
  private readonly vertices: Buffer;
  private readonly indices: Buffer;
  private readonly geometry: Geometry;

  constructor() {
    this.vertices = new Buffer({ data: this.f32, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    this.indices = new Buffer({
      data: quadIndices(smallest),
      usage: BufferUsage.INDEX | BufferUsage.COPY_DST,
    });
    const { vertices: buffer } = this;
    this.geometry = new Geometry({
      attributes: {
        aPosition: { buffer, format: 'float32x2', stride, offset: 0 },
        aAt: { buffer, format: 'sint16x2', stride, offset: 8 },
        aHalf: { buffer, format: 'sint16x2', stride, offset: 12 },
        aFill: { buffer, format: 'unorm8x4', stride, offset: 16 },
      },
      indexBuffer: this.indices,
    });
    const glProgram = GlProgram.from({ vertex, fragment, name: 'stage-specks' });
    this.mesh = new Mesh({ geometry: this.geometry, shader: new Shader({ glProgram, resources: {} }) });
  }

  clear(): void {
    this.count = 0;
  }

  /** Makes room for so many specks at once. */
  reserve(specks: number): void {
    if (specks * speckWords <= this.f32.length) return;
    const room = Math.max(specks, (this.f32.length / speckWords) * 2);
    const larger = new Float32Array(room * speckWords);
    larger.set(this.f32);
    this.f32 = larger;
    this.u32 = new Uint32Array(larger.buffer);
    this.vertices.data = larger;
    this.indices.data = quadIndices(room);
  }

  /**
   * Adds a rectangle by its centre and half its size, at most 500 CSS pixels, turned by a unit vector.
   * @param fill an opaque colour as `packColour` gives it
   */
  add(
    x: number,
    y: number,
    halfWidth: number,
    halfHeight: number,
    cos: number,
    sin: number,
    fill: number,
  ): void {
    this.reserve(this.count + 1);
    const { f32, u32 } = this;
    const reachX = halfWidth + edgeRoom;
    const reachY = halfHeight + edgeRoom;
    const wholeX = Math.round(reachX * 64);
    const wholeY = Math.round(reachY * 64) << 16;
    const alongX = cos * reachX;
    const alongY = sin * reachX;
    const acrossX = sin * reachY;
    const acrossY = cos * reachY;
    const half = ((Math.round(halfWidth * 64) & 0xffff) | (Math.round(halfHeight * 64) << 16)) >>> 0;
    let at = this.count * speckWords;
    for (let corner = 0; corner < 4; corner++) {
      const right = corner === 1 || corner === 2 ? 1 : -1;
      const down = corner >= 2 ? 1 : -1;
      f32[at] = x + right * alongX - down * acrossX;
      f32[at + 1] = y + right * alongY + down * acrossY;
      u32[at + 2] = (((right * wholeX) & 0xffff) | (down * wholeY)) >>> 0;
      u32[at + 3] = half;
      u32[at + 4] = fill;
      at += words;
    }
    this.count += 1;
  }

  /** Hands the specks to the graphics card. */
  flush(): void {
    this.mesh.visible = this.count > 0;
    this.geometry.indexCount = this.count * 6;
    if (this.count > 0) this.vertices.update(this.count * speckWords * 4);
  }

  destroy(): void {
    const { shader } = this.mesh;
    this.mesh.destroy();
    this.geometry.destroy(true);
    shader?.destroy(true);
  }
}
