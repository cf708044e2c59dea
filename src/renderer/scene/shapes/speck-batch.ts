import { Buffer, BufferUsage, Geometry, GlProgram, Mesh, Shader } from 'pixi.js';
import type { ShapeScale } from './shape-shader';

/**
 * Plain rectangles by the ten thousand: what is left of a frame's bar when a lane is so crowded that rim, rounding and
 * point could not be seen. Each is one point of the graphics card, in which the turned rectangle is found: a fraction
 * of a shape's work, which counts where the processor stands in for a graphics card.
 */
const vertex = `#version 300 es
in vec2 aPosition;
in vec4 aBox;
in vec4 aFill;

flat out vec4 vBox;
flat out float vReach;
flat out vec4 vFill;

uniform mat3 uProjectionMatrix;
uniform float uSharpness;

void main() {
  gl_Position = vec4((uProjectionMatrix * vec3(aPosition, 1.0)).xy, 0.0, 1.0);
  vec2 turn = aBox.xy / 32767.0;
  vec2 half_ = aBox.zw / 64.0;
  vBox = vec4(turn, half_);
  vReach = max(dot(abs(turn), half_), dot(abs(turn.yx), half_)) * 2.0 + 1.0 / uSharpness;
  gl_PointSize = vReach * uSharpness;
  vFill = aFill;
}
`;

// The share of a pixel that is covered, along and across: edges are as smooth as those of shapes.
const fragment = `#version 300 es
flat in vec4 vBox;
flat in float vReach;
flat in vec4 vFill;

out vec4 finalColor;

uniform float uSharpness;

void main() {
  vec2 at = (gl_PointCoord - 0.5) * vReach;
  vec2 turned = vec2(dot(at, vBox.xy), dot(at, vec2(-vBox.y, vBox.x)));
  vec2 covered = clamp(0.5 + (vBox.zw - abs(turned)) * uSharpness, 0.0, 1.0);
  finalColor = vFill * (covered.x * covered.y);
}
`;

/** One speck: position (floats); direction, half the size (16-bit, 1/64 pixel); fill (RGBA bytes). */
const stride = 20;
const words = stride / 4;
const smallest = 64;

export class SpeckBatch {
  readonly mesh: Mesh<Geometry, Shader>;
  private count = 0;
  private f32 = new Float32Array(smallest * words);
  private u32 = new Uint32Array(this.f32.buffer);
  private readonly vertices: Buffer;
  private readonly geometry: Geometry;

  constructor(scale: ShapeScale) {
    this.vertices = new Buffer({ data: this.f32, usage: BufferUsage.VERTEX | BufferUsage.COPY_DST });
    const { vertices: buffer } = this;
    this.geometry = new Geometry({
      attributes: {
        aPosition: { buffer, format: 'float32x2', stride, offset: 0 },
        aBox: { buffer, format: 'sint16x4', stride, offset: 8 },
        aFill: { buffer, format: 'unorm8x4', stride, offset: 16 },
      },
      indexBuffer: pointIndices(smallest),
      topology: 'point-list',
    });
    const glProgram = GlProgram.from({
      vertex,
      fragment,
      name: 'stage-specks',
      preferredFragmentPrecision: 'highp',
    });
    this.mesh = new Mesh({
      geometry: this.geometry,
      shader: new Shader({ glProgram, resources: { scale } }),
    });
  }

  clear(): void {
    this.count = 0;
  }

  /** Makes room for so many specks at once. */
  reserve(specks: number): void {
    if (specks * words <= this.f32.length) return;
    const room = Math.max(specks, (this.f32.length / words) * 2);
    const larger = new Float32Array(room * words);
    larger.set(this.f32);
    this.f32 = larger;
    this.u32 = new Uint32Array(larger.buffer);
    this.vertices.data = larger;
    this.geometry.indexBuffer.data = pointIndices(room);
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
    const at = this.count * words;
    this.f32[at] = x;
    this.f32[at + 1] = y;
    this.u32[at + 2] = pack(cos * 32767, sin * 32767);
    this.u32[at + 3] = pack(halfWidth * 64, halfHeight * 64);
    this.u32[at + 4] = fill;
    this.count += 1;
  }

  /** Hands the specks to the graphics card. */
  flush(): void {
    this.mesh.visible = this.count > 0;
    this.geometry.indexCount = this.count;
    if (this.count > 0) this.vertices.update(this.count * stride);
  }

  destroy(): void {
    const { shader } = this.mesh;
    this.mesh.destroy();
    this.geometry.destroy(true);
    shader?.destroy(true);
  }
}

/** Two 16-bit integers in the order in which the shader reads them. */
function pack(first: number, second: number): number {
  return ((Math.round(first) & 0xffff) | (Math.round(second) << 16)) >>> 0;
}

function pointIndices(points: number): Uint32Array {
  return Uint32Array.from({ length: points }, (_, point) => point);
}
