import { GlProgram, Shader, UniformGroup } from 'pixi.js';

/** Lengths of a shape's form are kept as 16-bit integers of this fraction of a pixel. */
export const formScale = 64;

/**
 * One shader for every shape on the stage: a rounded box, turned by an angle, with a border inside its outline and an
 * edge that is soft (glow, shadow) or exactly one device pixel wide, computed from the distance to the outline. So
 * shapes are smooth at any zoom with no multisampling, and thousands of them are one draw call. Four vertices carry
 * each shape: drawing instances of one quad would be less data, but where the processor stands in for a graphics card
 * each instance costs as much as a draw call.
 */
const vertex = `#version 300 es
in vec2 aPosition;
in vec2 aAt;
in vec2 aHalf;
in vec4 aForm;
in vec4 aFill;
in vec4 aStroke;

out vec2 vAt;
flat out vec2 vHalf;
flat out vec4 vForm;
flat out vec2 vSlant;
flat out vec4 vFill;
flat out vec4 vStroke;

uniform mat3 uProjectionMatrix;

void main() {
  gl_Position = vec4((uProjectionMatrix * vec3(aPosition, 1.0)).xy, 0.0, 1.0);
  vAt = aAt;
  vHalf = aHalf;
  vForm = aForm / ${formScale}.0;
  // With no point, the right end itself: that cuts nothing away.
  vSlant = vForm.w > 0.0 ? normalize(vec2(aHalf.y, vForm.w)) : vec2(1.0, 0.0);
  vFill = vec4(aFill.rgb * aFill.a, aFill.a);
  vStroke = vec4(aStroke.rgb * aStroke.a, aStroke.a);
}
`;

const fragment = (isSoft: boolean) => `#version 300 es
in vec2 vAt;
flat in vec2 vHalf;
flat in vec4 vForm;
flat in vec2 vSlant;
flat in vec4 vFill;
flat in vec4 vStroke;

out vec4 finalColor;

uniform float uSharpness;

void main() {
  float radius = vForm.x;
  float border = vForm.y;
  vec2 corner = abs(vAt) - vHalf + radius;
  float outside = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - radius;

  // A point at the right end: all that lies beyond either of its two slanted edges is cut away.
  outside = max(outside, dot(vec2(vAt.x - vHalf.x, abs(vAt.y)), vSlant));

  float coverage = ${isSoft ? soft : crisp};
  float inBorder = clamp(0.5 + (outside + border) * uSharpness, 0.0, 1.0) * sign(border);
  finalColor = mix(vFill, vStroke, inBorder) * coverage;
}
`;

const crisp = 'clamp(0.5 - outside * uSharpness, 0.0, 1.0)';

/** An edge that fades out to both sides; or, with a form below 0, part of the way round, clockwise from the top. */
const soft = `vForm.z > 0.0
    ? pow(1.0 - smoothstep(-vForm.z, vForm.z, outside), 2.0)
    : ${crisp} * clamp(
        0.5 + (-vForm.w - fract(atan(vAt.x, -vAt.y) / 6.2831853 + 1.0)) * 6.2831853 * length(vAt) * uSharpness,
        0.0,
        1.0
      )`;

/** The uniform that all of a stage's programs share: device pixels for each CSS pixel. */
export type ShapeScale = ReturnType<typeof createScale>;

function createScale() {
  return new UniformGroup({ uSharpness: { value: 1, type: 'f32' } });
}

/**
 * How the edges of a batch's shapes are: crisp ones cost little for each pixel; soft ones can fade out, and can be
 * part of a ring. Two programs, since a processor that draws would pay for both branches of one.
 */
export type Edges = 'crisp' | 'soft';

/** The shaders of `ShapeBatch`, shared by all batches of a stage. */
export class ShapeShaders {
  readonly crisp: Shader;
  readonly soft: Shader;
  readonly scale = createScale();

  constructor() {
    this.crisp = this.compile('crisp');
    this.soft = this.compile('soft');
  }

  /** Device pixels for each CSS pixel: how fine an edge can be. */
  set pixelRatio(ratio: number) {
    this.scale.uniforms.uSharpness = ratio;
    this.scale.update();
  }

  destroy(): void {
    this.crisp.destroy(true);
    this.soft.destroy(true);
  }

  private compile(edges: Edges): Shader {
    return new Shader({
      glProgram: GlProgram.from({
        vertex,
        fragment: fragment(edges === 'soft'),
        name: `stage-shapes-${edges}`,
        preferredFragmentPrecision: 'highp',
      }),
      resources: { scale: this.scale },
    });
  }
}
