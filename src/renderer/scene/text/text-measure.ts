/** The typefaces of texts on the stage. */
export type Face = 'name' | 'plain' | 'code' | 'code-strong';

/** How wide a text is, CSS pixels, at a font size in CSS pixels. */
export type MeasureText = (face: Face, size: number, text: string) => number;

const weights: Readonly<Record<Face, string>> = {
  name: '600',
  plain: '400',
  code: '400',
  'code-strong': '600',
};

export function weightOf(face: Face): '400' | '600' {
  return weights[face] === '600' ? '600' : '400';
}

/** Which of the theme's two font families a face is of. */
export function isCode(face: Face): boolean {
  return face === 'code' || face === 'code-strong';
}

const remembered = 4000;

/** Measures by drawing nothing on a canvas, and remembers. */
export function canvasMeasure(textFont: string, codeFont: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  const widths = new Map<string, number>();
  return (face, size, text) => {
    const key = `${face} ${size} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (widths.size >= remembered) widths.clear();
    if (context) context.font = `${weights[face]} ${size}px ${isCode(face) ? codeFont : textFont}`;
    const width = context?.measureText(text).width ?? 0;
    widths.set(key, width);
    return width;
  };
}

/** The text, or as much of it as fits with an ellipsis; empty where not even a letter fits. */
export function fitText(measure: MeasureText, face: Face, size: number, text: string, room: number): string {
  if (measure(face, size, text) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(face, size, `${text.slice(0, middle).trimEnd()}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`;
}
