import type { DissectedLayer } from '../../../shared/dissection';
import { ethernetHeaderBytes } from '../../../shared/trace/packet';
import { type EthernetHeader, etherTypeIpv4, formatMacAddress } from '../../../wire/ethernet';
import { field, hexadecimal } from '../../../wire/dissection/field';

/** The Ethernet II header at the start of a frame: IEEE 802.3 clause 3. */
export function dissectEthernet(header: EthernetHeader): DissectedLayer {
  const destination = formatMacAddress(header.destination);
  const source = formatMacAddress(header.source);
  const type = header.etherType === etherTypeIpv4 ? { note: 'IPv4' } : {};
  return {
    name: 'Ethernet II',
    layer: 2,
    summary: `${source} → ${destination}`,
    offset: 0,
    length: ethernetHeaderBytes,
    fields: [
      field('Destination Address', destination, 0, 6),
      field('Source Address', source, 6, 6),
      field('Type', hexadecimal(header.etherType, 4), 12, 2, type),
    ],
  };
}
