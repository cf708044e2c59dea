import { formatAddress } from '../../../shared/units/address';
import type { DissectedField, DissectedLayer } from '../../../shared/dissection';
import { ipv4HeaderBytes, protocolTcp, protocolUdp } from '../../../shared/trace/packet';
import { type DecodedIpv4, Ipv4Flag } from '../../../wire/ipv4';
import {
  bitField,
  checksumNote,
  countOf,
  field,
  flagField,
  hexadecimal,
} from '../../../wire/dissection/field';

/** RFC 3168 section 5. */
const congestionCodepoints = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'] as const;

const protocolNames: Readonly<Record<number, string>> = { [protocolTcp]: 'TCP', [protocolUdp]: 'UDP' };

/** The IPv4 header that begins `base` bytes into the frame: RFC 791 section 3.1. */
export function dissectIpv4(packet: DecodedIpv4, base: number): DissectedLayer {
  const { header } = packet;
  const length = ipv4HeaderBytes + header.options.length;
  const source = formatAddress(header.source);
  const destination = formatAddress(header.destination);
  const carried = protocolNames[header.protocol];
  const protocol = carried === undefined ? {} : { note: carried };
  const options = header.options.length
    ? [field('Options', countOf(header.options.length, 'byte'), base + 20, header.options.length)]
    : [];
  return {
    name: 'Internet Protocol Version 4',
    layer: 3,
    summary: `${source} → ${destination}, TTL ${header.timeToLive}`,
    offset: base,
    length,
    fields: [
      bitField('Version', 4, base, 1, [0, 4]),
      bitField('Internet Header Length', length / 4, base, 1, [4, 4], { note: countOf(length, 'byte') }),
      ...trafficClass(packet, base + 1),
      field('Total Length', packet.totalLength, base + 2, 2),
      field('Identification', hexadecimal(header.identification, 4), base + 4, 2, {
        note: String(header.identification),
      }),
      fragmentFlags(header.flags, base + 6),
      bitField('Fragment Offset', header.fragmentOffset, base + 6, 2, [3, 13]),
      field('Time to Live', header.timeToLive, base + 8, 1),
      field('Protocol', header.protocol, base + 9, 1, protocol),
      field('Header Checksum', hexadecimal(packet.headerChecksum, 4), base + 10, 2, {
        note: checksumNote(packet.headerChecksum, packet.expectedChecksum),
      }),
      field('Source Address', source, base + 12, 4),
      field('Destination Address', destination, base + 16, 4),
      ...options,
    ],
  };
}

/** The second byte: DSCP as in RFC 2474 section 3, ECN as in RFC 3168 section 5. */
function trafficClass({ header }: DecodedIpv4, at: number): DissectedField[] {
  const { differentiatedServices, congestionNotification } = header;
  const meaning = differentiatedServices === 0 ? { note: 'default forwarding' } : {};
  return [
    bitField('Differentiated Services', differentiatedServices, at, 1, [0, 6], meaning),
    bitField('Explicit Congestion Notification', congestionNotification, at, 1, [6, 2], {
      note: congestionCodepoints[congestionNotification] ?? '',
    }),
  ];
}

function fragmentFlags(flags: number, at: number): DissectedField {
  const names = [
    ...(flags & Ipv4Flag.dontFragment ? ["Don't Fragment"] : []),
    ...(flags & Ipv4Flag.moreFragments ? ['More Fragments'] : []),
  ];
  return bitField('Flags', hexadecimal(flags, 1), at, 1, [0, 3], {
    ...(names.length > 0 ? { note: names.join(', ') } : {}),
    children: [
      flagField('Reserved', (flags & Ipv4Flag.reserved) !== 0, at, 1, 0),
      flagField("Don't Fragment", (flags & Ipv4Flag.dontFragment) !== 0, at, 1, 1),
      flagField('More Fragments', (flags & Ipv4Flag.moreFragments) !== 0, at, 1, 2),
    ],
  });
}
