import type { FieldLine } from '../field-line';

/** The exchanges of RFC 7541 appendix C.3 to C.6. */
export interface HpackExample {
  readonly section: string;
  readonly huffman: boolean;
  readonly tableSize: number;
  readonly blocks: readonly {
    readonly fields: readonly FieldLine[];
    readonly hex: string;
    /** The dynamic table afterwards: `name: value`, newest first, and its size. */
    readonly table: readonly string[];
    readonly size: number;
  }[];
}

function fields(...lines: string[]): FieldLine[] {
  return lines.map((line) => {
    const colon = line.indexOf(': ');
    return { name: line.slice(0, colon), value: line.slice(colon + 2) };
  });
}

const authority = ':authority: www.example.com';
const requests = [
  {
    fields: fields(':method: GET', ':scheme: http', ':path: /', authority),
    table: [authority],
    size: 57,
  },
  {
    fields: fields(':method: GET', ':scheme: http', ':path: /', authority, 'cache-control: no-cache'),
    table: ['cache-control: no-cache', authority],
    size: 110,
  },
  {
    fields: fields(
      ':method: GET',
      ':scheme: https',
      ':path: /index.html',
      authority,
      'custom-key: custom-value',
    ),
    table: ['custom-key: custom-value', 'cache-control: no-cache', authority],
    size: 164,
  },
];

const date = 'date: Mon, 21 Oct 2013 20:13:21 GMT';
const later = 'date: Mon, 21 Oct 2013 20:13:22 GMT';
const location = 'location: https://www.example.com';
const cookie = 'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1';
const responses = [
  {
    fields: fields(':status: 302', 'cache-control: private', date, location),
    table: [location, date, 'cache-control: private', ':status: 302'],
    size: 222,
  },
  {
    fields: fields(':status: 307', 'cache-control: private', date, location),
    table: [':status: 307', location, date, 'cache-control: private'],
    size: 222,
  },
  {
    fields: fields(
      ':status: 200',
      'cache-control: private',
      later,
      location,
      'content-encoding: gzip',
      cookie,
    ),
    table: [cookie, 'content-encoding: gzip', later],
    size: 215,
  },
];

const withBytes = (blocks: typeof requests, hex: readonly string[]) =>
  blocks.map((block, at) => ({ ...block, hex: hex[at]! }));

export const hpackExamples: readonly HpackExample[] = [
  {
    section: 'C.3',
    huffman: false,
    tableSize: 4096,
    blocks: withBytes(requests, [
      '828684410f7777772e6578616d706c652e636f6d',
      '828684be58086e6f2d6361636865',
      '828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565',
    ]),
  },
  {
    section: 'C.4',
    huffman: true,
    tableSize: 4096,
    blocks: withBytes(requests, [
      '828684418cf1e3c2e5f23a6ba0ab90f4ff',
      '828684be5886a8eb10649cbf',
      '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
    ]),
  },
  {
    section: 'C.5',
    huffman: false,
    tableSize: 256,
    blocks: withBytes(responses, [
      '4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e17' +
        '68747470733a2f2f7777772e6578616d706c652e636f6d',
      '4803333037c1c0bf',
      '88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d41' +
        '53444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b207665727369' +
        '6f6e3d31',
    ]),
  },
  {
    section: 'C.6',
    huffman: true,
    tableSize: 256,
    blocks: withBytes(responses, [
      '488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97' +
        'c8e9ae82ae43d3',
      '4883640effc1c0bf',
      '88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd' +
        '5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007',
    ]),
  },
];
