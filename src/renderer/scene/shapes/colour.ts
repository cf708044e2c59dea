/** A colour 0xRRGGBB with an opacity as the four bytes that the shader reads. */
export function packColour(colour: number, alpha = 1): number {
  const opacity = Math.round(Math.min(1, Math.max(0, alpha)) * 255);
  return ((opacity << 24) | ((colour & 0xff) << 16) | (colour & 0xff00) | ((colour >>> 16) & 0xff)) >>> 0;
}

/** The colour a share of the way from one to another. */
export function mix(from: number, to: number, share: number): number {
  let mixed = 0;
  for (const shift of [16, 8, 0]) {
    const start = (from >>> shift) & 0xff;
    const end = (to >>> shift) & 0xff;
    mixed |= Math.round(start + (end - start) * Math.min(1, Math.max(0, share))) << shift;
  }
  return mixed;
}
