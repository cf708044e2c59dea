/** Strict UTF-8 (RFC 3629), so that a file in another encoding is refused at the byte where it shows. */

export type DecodedText = { ok: true; text: string } | { ok: false; offset: number; byte: number };

const charactersPerPiece = 8192;

/** Decodes bytes, a byte order mark at the start left out. A fault gives the offset of the first byte that cannot be. */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  const pieces: string[] = [];
  const units = new Uint16Array(charactersPerPiece + 1);
  let filled = 0;
  let at = startsWithByteOrderMark(bytes) ? 3 : 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const length = sequenceLength(lead);
    const fault = length === 0 ? 0 : faultWithin(bytes, at, length);
    if (fault >= 0) return { ok: false, offset: at + fault, byte: bytes[at + fault] ?? -1 };
    const point = codePoint(bytes, at, length);
    if (point < 0x10000) units[filled++] = point;
    else {
      units[filled++] = 0xd800 + ((point - 0x10000) >> 10);
      units[filled++] = 0xdc00 + ((point - 0x10000) & 0x3ff);
    }
    at += length;
    if (filled >= charactersPerPiece) {
      pieces.push(String.fromCharCode(...units.subarray(0, filled)));
      filled = 0;
    }
  }
  pieces.push(String.fromCharCode(...units.subarray(0, filled)));
  return { ok: true, text: pieces.join('') };
}

function startsWithByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Bytes of the sequence that a lead byte begins; 0: no sequence begins so (RFC 3629 section 3). */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Index within a sequence of the first byte that does not fit; -1: the sequence is whole. */
function faultWithin(bytes: Uint8Array, start: number, length: number): number {
  for (let index = 1; index < length; index++) {
    const byte = bytes[start + index];
    if (byte === undefined || (byte & 0xc0) !== 0x80) return index;
  }
  if (length < 3) return -1;
  // RFC 3629 section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
  const [lead = 0, second = 0] = bytes.subarray(start, start + 2);
  const tooLow = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90);
  const tooHigh = (lead === 0xed && second > 0x9f) || (lead === 0xf4 && second > 0x8f);
  return tooLow || tooHigh ? 1 : -1;
}

function codePoint(bytes: Uint8Array, start: number, length: number): number {
  const lead = bytes[start] ?? 0;
  if (length === 1) return lead;
  let point = lead & (0xff >> (length + 1));
  for (let index = 1; index < length; index++) point = (point << 6) | ((bytes[start + index] ?? 0) & 0x3f);
  return point;
}
