import { GlProgram, Shader, UniformGroup } from 'pixi.js';

/**
 * One shader for every shape on the stage: a rounded box, turned by an angle, with a border inside its outline and an
 * edge that is soft (glow, shadow) or exactly one device pixel wide, computed from the distance to the outline. So
 * shapes are smooth at any zoom with no multisampling, and thousands of them are one draw call.
 */
const vertex = `#version 300 es
in vec2 aCorner;
in vec4 aBox;
in vec4 aTurn;
in vec2 aEdge;
in vec4 aFill;
in vec4 aStroke;

out vec2 vAt;
flat out vec2 vHalf;
flat out vec4 vForm;
flat out vec4 vFill;
flat out vec4 vStroke;

uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform mat3 uTransformMatrix;

void main() {
  vec2 reach = aBox.zw + aEdge.x + 1.0;
  vAt = aCorner * reach;
  vec2 turned = vec2(aTurn.x * vAt.x - aTurn.y * vAt.y, aTurn.y * vAt.x + aTurn.x * vAt.y);
  mat3 matrix = uProjectionMatrix * uWorldTransformMatrix * uTransformMatrix;
  gl_Position = vec4((matrix * vec3(aBox.xy + turned, 1.0)).xy, 0.0, 1.0);
  vHalf = aBox.zw;
  vForm = vec4(aTurn.zw, aEdge);
  vFill = aFill;
  vStroke = aStroke;
}
`;

const fragment = `#version 300 es
in vec2 vAt;
flat in vec2 vHalf;
flat in vec4 vForm;
flat in vec4 vFill;
flat in vec4 vStroke;

out vec4 finalColor;

uniform float uPixel;

const float turn = 6.2831853;

void main() {
  float radius = vForm.x;
  float border = vForm.y;
  float softness = vForm.z;
  float form = vForm.w;

  vec2 corner = abs(vAt) - vHalf + radius;
  float outside = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - radius;

  // A point at the right end: all that lies beyond either of its two slanted edges is cut away.
  if (form > 0.0) {
    vec2 slant = normalize(vec2(vHalf.y, form));
    outside = max(outside, dot(vec2(vAt.x - vHalf.x, abs(vAt.y)), slant));
  }

  float coverage = softness > 0.0
    ? pow(1.0 - smoothstep(-softness, softness, outside), 2.0)
    : clamp(0.5 - outside / uPixel, 0.0, 1.0);

  // Part of the way round, clockwise from the top.
  if (form < 0.0) {
    float share = fract(atan(vAt.x, -vAt.y) / turn + 1.0);
    coverage *= clamp(0.5 + (-form - share) * turn * length(vAt) / uPixel, 0.0, 1.0);
  }

  float inBorder = border > 0.0 ? clamp(0.5 + (outside + border) / uPixel, 0.0, 1.0) : 0.0;
  vec4 fill = vec4(vFill.rgb * vFill.a, vFill.a);
  vec4 stroke = vec4(vStroke.rgb * vStroke.a, vStroke.a);
  finalColor = mix(fill, stroke, inBorder) * coverage;
}
`;

/** The shader of `ShapeBatch`, shared by all batches of a stage. */
export class ShapeShader {
  readonly shader: Shader;
  private readonly scale = new UniformGroup({ uPixel: { value: 1, type: 'f32' } });

  constructor() {
    this.shader = new Shader({
      glProgram: GlProgram.from({ vertex, fragment, name: 'stage-shapes' }),
      resources: { scale: this.scale },
    });
  }

  /** Device pixels for each CSS pixel: how fine an edge can be. */
  set pixelRatio(ratio: number) {
    this.scale.uniforms.uPixel = 1 / ratio;
    this.scale.update();
  }

  destroy(): void {
    this.shader.destroy(true);
  }
}
