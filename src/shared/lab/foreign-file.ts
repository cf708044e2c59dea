/** What files of other kinds begin with: whoever opens one by mistake is told what it is. */
const beginnings: readonly (readonly [what: string, ...bytes: number[]])[] = [
  ['a packet capture (pcapng)', 0x0a, 0x0d, 0x0d, 0x0a],
  ['a packet capture (pcap)', 0xd4, 0xc3, 0xb2, 0xa1],
  ['a packet capture (pcap)', 0xa1, 0xb2, 0xc3, 0xd4],
  ['a packet capture (pcap)', 0x4d, 0x3c, 0xb2, 0xa1],
  ['a packet capture (pcap)', 0xa1, 0xb2, 0x3c, 0x4d],
  ['a compressed file (gzip)', 0x1f, 0x8b],
  ['a compressed file (zip)', 0x50, 0x4b, 0x03, 0x04],
  ['a picture (PNG)', 0x89, 0x50, 0x4e, 0x47],
  ['a picture (JPEG)', 0xff, 0xd8, 0xff],
  ['a PDF', 0x25, 0x50, 0x44, 0x46],
  ['a text in UTF-16, not UTF-8', 0xff, 0xfe],
  ['a text in UTF-16, not UTF-8', 0xfe, 0xff],
];

/** What a file is that is no lab, by its first bytes, in words: `a packet capture (pcapng)`; undefined: none of these. */
export function foreignFile(bytes: Uint8Array): string | undefined {
  const found = beginnings.find(([, ...beginning]) => beginning.every((byte, at) => bytes[at] === byte));
  return found?.[0];
}
