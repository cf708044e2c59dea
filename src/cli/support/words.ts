/** A figure with its thousands apart: `12,345`. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** So many things: `1 link`, `12,345 packets`. */
export function count(value: number, thing: string): string {
  return `${number(value)} ${thing}${value === 1 ? '' : 's'}`;
}
