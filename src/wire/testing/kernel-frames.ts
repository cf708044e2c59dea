/** Frames of a connection between two Linux hosts, as captured on a virtual Ethernet link without offloading. */

/** Bytes written as hexadecimal digits; white space is left out. */
export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.replace(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** SYN: MSS, SACK permitted, timestamps, No-Operation, window scale 10. */
export const kernelSyn = fromHex(`
  46f8 1c5a b06e 3acb 661d 361e 0800 4500 003c b40a 4000 4006 01ae c000 0281 c000 0282
  e1fc 1f90 c5e7 63b1 0000 0000 a002 faf0 6d56 0000 0204 05b4 0402 080a 569f d8ec 0000 0000 0103 030a`);

/** Its SYN-ACK. */
export const kernelSynAck = fromHex(`
  3acb 661d 361e 46f8 1c5a b06e 0800 4500 003c 0000 4000 4006 b5b8 c000 0282 c000 0281
  1f90 e1fc 059a 8633 c5e7 63b2 a012 fe88 08f6 0000 0204 05b4 0402 080a e706 ede2 569f d8ec 0103 030a`);

/** 200 bytes of data, PSH and ACK set, with timestamps. */
export const kernelData = fromHex(
  `46f8 1c5a b06e 3acb 661d 361e 0800 4500 00fc b40c 4000 4006 00ec c000 0281 c000 0282
  e1fc 1f90 c5e7 63b2 059a 8634 8018 003f 70e3 0000 0101 080a 569f d984 e706 ede2` + '51'.repeat(200),
);
