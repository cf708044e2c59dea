import fc from 'fast-check';
import type { EthernetFrame } from '../ethernet';
import type { Ipv4Packet } from '../ipv4';
import type { TcpSegment } from '../tcp';
import { longestTcpOptions, type TcpOption, tcpOptionsLength } from '../tcp-options';

const word16 = fc.integer({ min: 0, max: 0xffff });
const word32 = fc.integer({ min: 0, max: 0xffffffff });
const octet = fc.integer({ min: 0, max: 255 });
const bits = (count: number) => fc.integer({ min: 0, max: 2 ** count - 1 });
const macAddress = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const payload = fc.uint8Array({ maxLength: 200 });

export const ethernetFrames: fc.Arbitrary<EthernetFrame> = fc.record({
  header: fc.record({
    destination: macAddress,
    source: macAddress,
    etherType: fc.integer({ min: 0x600, max: 0xffff }),
  }),
  payload,
});

const wholeWords = fc
  .integer({ min: 0, max: 10 })
  .chain((words) => fc.uint8Array({ minLength: words * 4, maxLength: words * 4 }));

export const ipv4Packets: fc.Arbitrary<Ipv4Packet> = fc.record({
  header: fc.record({
    differentiatedServices: bits(6),
    congestionNotification: bits(2),
    identification: word16,
    flags: bits(3),
    fragmentOffset: bits(13),
    timeToLive: octet,
    protocol: octet,
    source: word32,
    destination: word32,
    options: wholeWords,
  }),
  payload,
});

const knownKinds = new Set([0, 1, 2, 3, 4, 5, 8]);

export const tcpOptions: fc.Arbitrary<TcpOption> = fc.oneof(
  fc.constant<TcpOption>({ name: 'no-operation' }),
  fc.constant<TcpOption>({ name: 'sack-permitted' }),
  word16.map((size): TcpOption => ({ name: 'maximum-segment-size', size })),
  octet.map((shift): TcpOption => ({ name: 'window-scale', shift })),
  fc.tuple(word32, word32).map(([value, echo]): TcpOption => ({ name: 'timestamps', value, echo })),
  fc
    .array(fc.record({ left: word32, right: word32 }), { minLength: 1, maxLength: 4 })
    .map((blocks): TcpOption => ({ name: 'sack', blocks })),
  fc
    .tuple(
      octet.filter((kind) => !knownKinds.has(kind)),
      fc.uint8Array({ maxLength: 12 }),
    )
    .map(([kind, data]): TcpOption => ({ name: 'other', kind, data })),
);

const optionLists = fc
  .array(tcpOptions, { maxLength: 8 })
  .filter((options) => tcpOptionsLength(options) <= longestTcpOptions);

export const tcpSegments: fc.Arbitrary<TcpSegment> = fc.record({
  header: fc.record({
    sourcePort: word16,
    destinationPort: word16,
    sequence: word32,
    acknowledgement: word32,
    reserved: bits(4),
    flags: octet,
    window: word16,
    urgentPointer: word16,
    options: optionLists,
  }),
  payload,
});

export const pseudoHeaders = fc.record({ source: word32, destination: word32 });

/** Changes some bytes, wherever they are: what a decoder may meet. */
export function mutated(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(fc.tuple(fc.nat(), octet), { minLength: 1, maxLength: 8 });
  return fc.tuple(bytes, changes).map(([original, list]) => {
    const copy = Uint8Array.from(original);
    for (const [at, value] of list) if (copy.length > 0) copy[at % copy.length] = value;
    return copy;
  });
}
