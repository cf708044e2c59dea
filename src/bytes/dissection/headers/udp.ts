import type { DissectedLayer } from '../../../shared/dissection';
import { udpHeaderBytes } from '../../../shared/trace/packet';
import type { DecodedUdp } from '../../../wire/udp';
import { checksumNote, countOf, field, hexadecimal } from '../../../wire/dissection/field';

/** The UDP header that begins `base` bytes into the frame: RFC 768. `expected`: what its checksum should be. */
export function dissectUdp(datagram: DecodedUdp, expected: number, base: number): DissectedLayer {
  const { sourcePort, destinationPort } = datagram.header;
  const payload = countOf(datagram.payload.length, 'byte');
  // RFC 768: "An all zero transmitted checksum value means that the transmitter generated no checksum".
  const note = datagram.checksum === 0 ? 'none was made' : checksumNote(datagram.checksum, expected);
  return {
    name: 'User Datagram Protocol',
    layer: 4,
    summary: `${sourcePort} → ${destinationPort}, ${payload} of payload`,
    offset: base,
    length: udpHeaderBytes,
    fields: [
      field('Source Port', sourcePort, base, 2),
      field('Destination Port', destinationPort, base + 2, 2),
      field('Length', datagram.length, base + 4, 2, { note: `8 bytes of header, ${payload} of payload` }),
      field('Checksum', hexadecimal(datagram.checksum, 4), base + 6, 2, { note }),
    ],
  };
}
