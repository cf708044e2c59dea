/** A header or trailer field as HPACK and QPACK carry it: texts of ISO 8859-1, the name in lower case. */
export interface FieldLine {
  readonly name: string;
  readonly value: string;
}

/** Name and value in one text, to find a field by. A name holds no NUL (RFC 9110 section 5.1). */
export function fieldKey(name: string, value: string): string {
  return `${name}\0${value}`;
}

/** What a field counts in a dynamic table, bytes: RFC 7541 section 4.1, RFC 9204 section 3.2.1. */
export function fieldSize({ name, value }: FieldLine): number {
  return name.length + value.length + 32;
}
