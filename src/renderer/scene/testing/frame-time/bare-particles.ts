import 'pixi.js/unsafe-eval';
import 'pixi.js/particle-container';
import { Particle, ParticleContainer, Texture, WebGLRenderer } from 'pixi.js';

/** Pixi alone: as many moving sprites as there are frames, in its fastest container, with nothing else. */
export class BareParticles {
  private readonly container = new ParticleContainer({ dynamicProperties: { position: true } });
  private readonly particles: Particle[] = [];

  static async create(host: HTMLElement): Promise<BareParticles> {
    const renderer = new WebGLRenderer();
    const { clientWidth: width, clientHeight: height } = host;
    await renderer.init({
      width,
      height,
      antialias: false,
      background: 0x0d1015,
      skipExtensionImports: true,
    });
    host.append(renderer.canvas);
    return new BareParticles(renderer, width, height);
  }

  private constructor(
    private readonly renderer: WebGLRenderer,
    private readonly width: number,
    private readonly height: number,
  ) {}

  get canvas(): HTMLCanvasElement {
    return this.renderer.canvas;
  }

  /** Takes that many sprites of that size, CSS pixels. */
  fill(count: number, across: number, down: number): void {
    this.container.removeParticles();
    this.particles.length = 0;
    for (let at = 0; at < count; at++) {
      const tint = (at * 2654435761) & 0xffffff;
      const particle = new Particle({ texture: Texture.WHITE, scaleX: across, scaleY: down, tint });
      this.particles.push(particle);
      this.container.addParticle(particle);
    }
  }

  /** Moves all sprites, `moment` 0 to 1 of the way that each goes, and draws them. */
  draw(moment: number): void {
    const { particles, width, height } = this;
    for (let at = 0; at < particles.length; at++) {
      const particle = particles[at]!;
      particle.x = ((at * 0.618034 + moment) % 1) * width;
      particle.y = ((at * 0.414214) % 1) * height;
    }
    this.renderer.render({ container: this.container });
  }
}
