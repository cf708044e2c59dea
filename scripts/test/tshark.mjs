import { capture, findProgram } from '../support/run.mjs';

/** tshark as a referee of the captures that the command line wrote. */

/**
 * What tshark would flag in a capture whatever the scenario does. Not so its own complaint of a retransmission that comes
 * after it had put the whole message together: at a sender's port every lost response gives one, in captures of real hosts too.
 */
const unsound = [
  '(_ws.malformed && !(_ws.malformed.reassembly && tcp.analysis.retransmission))',
  ...['ip', 'tcp', 'udp'].map((layer) => `${layer}.checksum.status == 0`),
].join(' || ');

/** To or from a port where everything is encrypted, and not seen as such: neither whole, nor a part, nor sent again. */
const undissected = [
  '(udp.port == 443 && !quic)',
  '(tcp.port == 443 && tcp.len > 0 && !tls && !tcp.segment_data && !tcp.reassembled_in && !tcp.analysis.retransmission)',
].join(' || ');

const validation = [
  ...['ip', 'tcp', 'udp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`]),
  // Behind a loss, at the receiver's port, nothing else can be opened.
  ...['-o', 'tcp.reassemble_out_of_order:TRUE'],
];

/** HEADERS is frame 1 of HTTP/3 (RFC 9114 section 7.2.2): tshark counts them, and does not open QPACK in this version. */
const http3Headers = '1';

const fieldNames = /** @type {const} */ ([
  'frame.number',
  'frame.time_epoch',
  'frame.protocols',
  'tls.record.content_type',
  'tls.app_data',
  'tls.segment.data',
  'tls.handshake.type',
  'http.request.method',
  'http2.headers.method',
  'http3.frame_type',
  'udp.dstport',
]);
/** @typedef {Record<typeof fieldNames[number], string[]>} Row a frame's fields, each with all of its values */

/**
 * @typedef {object} Reading what tshark says of a capture
 * @property {number} frames
 * @property {string[]} objections what is wrong, one a line
 */

/** @typedef {Reading & { requests: string[], finished: number }} EncryptedReading
 *   requests: the moment, in nanoseconds, of each request's head; finished: how many Finished messages of TLS were read */

/** Whether there is a tshark at all. */
export function hasTshark() {
  return findProgram('tshark') !== undefined;
}

/** Reads a capture, checksums included. @param {string} file @returns {Promise<Reading>} */
export async function readCapture(file) {
  const none = 'frame.number == 0';
  const { counts, objections } = await tshark(file, none, ['frame.number'], {
    encrypted: 'tls || quic',
    unsound,
  });
  const { frames, encrypted, unsound: bad } = counts;
  if (encrypted > 0)
    objections.push('something is encrypted: its requests have to be held against the trace');
  return { frames, objections: [...objections, ...(await named(file, 'unsound', unsound, bad))] };
}

/**
 * Reads a capture with the secrets in it, to the requests inside.
 * @param {string} file @returns {Promise<EncryptedReading>}
 */
export async function readEncryptedCapture(file) {
  const filters = { unsound, 'not decrypted': 'quic.decryption_failed', 'not dissected': undissected };
  const { rows, counts, objections } = await tshark(
    file,
    'tls || quic || http',
    fieldNames,
    filters,
    inTwoPasses,
  );
  for (const [what, filter] of Object.entries(filters))
    objections.push(...(await named(file, what, filter, counts[/** @type {keyof typeof filters} */ (what)])));
  const closed = rows.filter(staysClosed).map((row) => row['frame.number'].join());
  return {
    frames: counts.frames,
    objections: [...objections, ...frameList('with records that stay closed', closed)],
    requests: rows.flatMap((row) => Array.from({ length: requestsIn(row) }, () => nanoseconds(row))),
    finished: rows.flatMap((row) => row['tls.handshake.type']).filter((type) => type === '20').length,
  };
}

/**
 * Whether application data of TLS was not opened: its inner type is then unknown (RFC 8446 section 5.2), or, before TLS 1.3,
 * nothing is found in it, not even a part of a message.
 * @param {Row} row
 */
function staysClosed(row) {
  const data = row['tls.app_data'].length;
  if (data === 0) return false;
  const known = row['tls.record.content_type'].filter((type) => type === '23').length;
  const within = row['frame.protocols']
    .join()
    .split(':')
    .some((protocol) => /^http2?$/.test(protocol));
  return known !== data || (!within && row['tls.segment.data'].length === 0);
}

/** @param {Row} row @returns {number} */
function requestsIn(row) {
  const headers = row['http3.frame_type'].filter((type) => type === http3Headers).length;
  const ofHttp3 = row['udp.dstport'].join() === '443' ? headers : 0;
  return row['http.request.method'].length + row['http2.headers.method'].length + ofHttp3;
}

/** @param {Row} row seconds with nine places @returns {string} */
function nanoseconds(row) {
  return String(BigInt(row['frame.time_epoch'].join().replace('.', '')));
}

/** Early data of QUIC comes before the server has said which protocol it is in: only a second pass can dissect it. */
const inTwoPasses = ['-2'];

/**
 * One reading of a capture.
 * @template {string} Filter
 * @param {string} file
 * @param {string} shown which frames' fields are wanted
 * @param {readonly string[]} fields
 * @param {Record<Filter, string>} counted which frames are to be counted, beside all
 * @param {string[]} [options]
 * @returns {Promise<{ rows: Row[], counts: Record<Filter | 'frames', number>, objections: string[] }>}
 */
async function tshark(file, shown, fields, counted, options = []) {
  const layout = ['-T', 'fields', '-E', 'separator=/t', ...fields.flatMap((field) => ['-e', field])];
  const statistics = ['-z', ['io,stat,0', 'frame', ...Object.values(counted)].join(',')];
  const { code, output, standardOutput } = await capture('tshark', [
    ...['-n', '-r', file, ...validation, '-Y', shown],
    ...layout,
    ...statistics,
    ...options,
  ]);
  const lines = standardOutput.split('\n');
  // | 0.000 <> 0.325 |  frames | bytes |  frames | bytes |
  const cells = lines.find((line) => /^\|\s*[\d.]+ <> /.test(line))?.split('|') ?? [];
  const names = ['frames', ...Object.keys(counted)];
  const counts = Object.fromEntries(names.map((name, index) => [name, Number(cells[2 + index * 2] ?? 0)]));
  return {
    rows: lines.filter((line) => /^\d+(\t|$)/.test(line)).map(asRow),
    counts: /** @type {Record<Filter | 'frames', number>} */ (counts),
    // A capture that cannot be read to its end is as unsound as a bad packet.
    objections: code === 0 && cells.length > 0 ? [] : [output.trim().slice(-1000)],
  };
}

/**
 * The frames that were counted, by their numbers.
 * @param {string} file @param {string} what @param {string} filter @param {number} count
 */
async function named(file, what, filter, count) {
  if (count === 0) return [];
  const { rows } = await tshark(file, filter, ['frame.number'], {}, inTwoPasses);
  return frameList(
    what,
    rows.map((row) => row['frame.number'].join()),
  );
}

/** @param {string} line @returns {Row} */
function asRow(line) {
  const values = line.split('\t');
  const valuesOf = (/** @type {number} */ index) => (values[index] ?? '').split(',').filter(Boolean);
  return /** @type {Row} */ (Object.fromEntries(fieldNames.map((name, index) => [name, valuesOf(index)])));
}

/** @param {string} what @param {string[]} frames */
function frameList(what, frames) {
  return frames.length > 0 ? [`frames ${what}: ${frames.slice(0, 20).join(', ')} (${frames.length})`] : [];
}
