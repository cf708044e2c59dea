/** The bytes that hexadecimal digits stand for; blanks between them are left out. */
export function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.replace(/\s+/g, '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
