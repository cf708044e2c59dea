import { CanvasTextMetrics, Container, Text, TextStyle } from 'pixi.js';
import type { StageTheme } from '../theme/stage-theme';
import { isCode, weightOf, type Face } from './text-measure';

/** Hidden texts that are kept for the next time the same words appear. */
const spare = 200;
/** The height of capitals as a share of the font size: what a text is centred by. */
const capitals = 0.72;

/**
 * Texts on the stage. Each is drawn with the browser's own text renderer, at its exact size in device pixels and
 * placed on whole ones: sharp at any zoom, for it is never scaled. Like shapes, texts are put anew for each drawing;
 * one whose words and size are the same keeps its picture.
 */
export class TextLayer {
  readonly container = new Container({ eventMode: 'none' });
  private readonly shown: { key: string; text: Text }[] = [];
  private readonly waiting = new Map<string, Text[]>();
  private readonly styles = new Map<string, { style: TextStyle; ascent: number }>();
  private pixelRatio = 1;

  constructor(private theme: StageTheme) {}

  /** Forgets all pictures: the theme's fonts or the screen's pixels are others now. */
  reset(theme: StageTheme, pixelRatio: number): void {
    const fontsChanged = theme.textFont !== this.theme.textFont || theme.codeFont !== this.theme.codeFont;
    const pixelsChanged = pixelRatio !== this.pixelRatio;
    this.theme = theme;
    this.pixelRatio = pixelRatio;
    if (!fontsChanged && !pixelsChanged) return;
    this.begin();
    for (const texts of this.waiting.values()) for (const text of texts) text.destroy();
    this.waiting.clear();
    this.styles.clear();
  }

  begin(): void {
    for (const { key, text } of this.shown) {
      const others = this.waiting.get(key);
      if (others) others.push(text);
      else this.waiting.set(key, [text]);
    }
    this.shown.length = 0;
  }

  /** Shows words with their left end at `x` and the middle of their capitals at `y`. */
  put(face: Face, size: number, words: string, x: number, y: number, colour: number, alpha = 1): void {
    if (words === '') return;
    const { style, ascent } = this.styleOf(face, size);
    const key = `${face} ${size} ${words}`;
    const text = this.take(key) ?? this.make(words, style);
    text.visible = true;
    text.tint = colour;
    text.alpha = alpha;
    text.position.set(this.snap(x), this.snap(y + (size * capitals) / 2 - ascent));
    this.shown.push({ key, text });
  }

  /** Hides what was not put again. */
  end(): void {
    let kept = 0;
    for (const [key, texts] of this.waiting) {
      for (const text of texts) text.visible = false;
      kept += texts.length;
      if (kept <= spare) continue;
      for (const text of texts) text.destroy();
      this.waiting.delete(key);
    }
  }

  destroy(): void {
    this.container.destroy({ children: true });
  }

  private take(key: string): Text | undefined {
    const texts = this.waiting.get(key);
    const text = texts?.pop();
    if (texts?.length === 0) this.waiting.delete(key);
    return text;
  }

  private make(words: string, style: TextStyle): Text {
    const text = new Text({ text: words, style, resolution: this.pixelRatio });
    this.container.addChild(text);
    return text;
  }

  private styleOf(face: Face, size: number): { style: TextStyle; ascent: number } {
    const key = `${face} ${size}`;
    let found = this.styles.get(key);
    if (!found) {
      const style = new TextStyle({
        fontFamily: isCode(face) ? this.theme.codeFont : this.theme.textFont,
        fontSize: size,
        fontWeight: weightOf(face),
        fill: 0xffffff,
      });
      found = { style, ascent: CanvasTextMetrics.measureFont(style._fontString).ascent };
      this.styles.set(key, found);
    }
    return found;
  }

  private snap(length: number): number {
    return Math.round(length * this.pixelRatio) / this.pixelRatio;
  }
}
