/**
 * Draws each letter as a block of a width and height of its own, for images that are compared: a machine's fonts are
 * none of the stage's business, but where its texts are, and which, is.
 */
export function drawTextAsBlocks(): void {
  for (const context of [CanvasRenderingContext2D.prototype, OffscreenCanvasRenderingContext2D.prototype]) {
    context.measureText = function (text) {
      return blockMetrics(text, fontSize(this.font)) as TextMetrics;
    };
    context.fillText = function (text, x, y) {
      const size = fontSize(this.font);
      let at = x;
      for (const letter of text) {
        const { width, height } = blockOf(letter, size);
        this.fillRect(at, y - height, width, height);
        at += advance * size;
      }
    };
  }
}

const advance = 0.6;

function fontSize(font: string): number {
  return Number(/([\d.]+)px/.exec(font)?.[1] ?? 10);
}

function blockOf(letter: string, size: number): { width: number; height: number } {
  if (letter.trim() === '') return { width: 0, height: 0 };
  const code = letter.codePointAt(0) ?? 0;
  const isTall = /[A-Z0-9bdfhklt]/.test(letter);
  return {
    width: Math.round(size * (0.3 + (code % 3) * 0.08)),
    height: Math.round(size * (isTall ? 0.72 : 0.52)),
  };
}

function blockMetrics(text: string, size: number): Partial<TextMetrics> {
  const width = Array.from(text).length * advance * size;
  return {
    width,
    actualBoundingBoxLeft: 0,
    actualBoundingBoxRight: width,
    actualBoundingBoxAscent: Math.round(size * 0.9),
    actualBoundingBoxDescent: Math.round(size * 0.25),
    fontBoundingBoxAscent: Math.round(size * 0.9),
    fontBoundingBoxDescent: Math.round(size * 0.25),
  };
}
