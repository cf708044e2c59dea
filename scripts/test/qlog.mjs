import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../support/paths.mjs';

/** qlog files that the command line wrote, held against the drafts' schemas and against the trace. */

/** What the trace calls packets, and what the drafts do (draft-ietf-quic-qlog-quic-events section 8). */
const packetTypes = /** @type {const} */ ({
  initial: 'Initial',
  '0RTT': '0-RTT',
  handshake: 'Handshake',
  '1RTT': '1-RTT',
});

/**
 * Compiles the check of src/export's own tests.
 * @param {string} folder where to
 * @returns {Promise<(file: unknown) => string[]>} what the drafts would not allow in a file, one a line
 */
export async function qlogSchemaCheck(folder) {
  // Not there yet when a fresh clone loads this file.
  const { build } = await import('esbuild');
  const outfile = path.join(folder, 'qlog-schema.mjs');
  await build({
    stdin: {
      contents: `import * as v from 'valibot';
        import { qlogFileSchema } from './src/export/qlog/testing/schema';
        export const problems = (file) =>
          (v.safeParse(qlogFileSchema, file).issues ?? []).map((issue) => v.getDotPath(issue) + ': ' + issue.message);`,
      resolveDir: inRoot(),
      loader: 'ts',
    },
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' },
  });
  return (await import(pathToFileURL(outfile).href)).problems;
}

/**
 * Every qlog file in a folder: sound JSON, what the schemas allow, and with the very packets that the trace has.
 * @param {string} folder
 * @param {string[]} inTrace `connection device type number` of each QUIC packet sent
 * @param {(file: unknown) => string[]} schemaProblems
 * @returns {{ files: number, objections: string[] }}
 */
export function checkQlogFiles(folder, inTrace, schemaProblems) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.qlog'));
  /** @type {string[]} */
  const objections = [];
  /** @type {Record<'current' | 'qvis', string[]>} */
  const logged = { current: [], qvis: [] };
  for (const name of names) {
    const flavour = name.endsWith('.drafts.qlog') ? 'current' : 'qvis';
    const [, connection, device] = /\.quic-(\d+)\.(.+?)(?:\.drafts)?\.qlog$/.exec(name) ?? [];
    const file = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    if (flavour === 'current')
      objections.push(
        ...schemaProblems(file)
          .slice(0, 5)
          .map((problem) => `${name}: ${problem}`),
      );
    for (const packet of packetsSent(file)) logged[flavour].push(`${connection} ${device} ${packet}`);
  }
  for (const [flavour, packets] of Object.entries(logged)) {
    const difference = differenceOf(packets, inTrace);
    if (difference) objections.push(`packets sent, ${flavour} files against the trace: ${difference}`);
  }
  return { files: names.length, objections };
}

/**
 * The QUIC packets that a trace's lines tell of.
 * @param {Record<string, any>[]} records
 * @returns {string[]}
 */
export function quicPacketsOf(records) {
  return records
    .filter(({ kind }) => kind === 'quic.send')
    .flatMap(({ connection, device, packets }) =>
      packets.map(
        (/** @type {{ type: string, packetNumber: number }} */ { type, packetNumber }) =>
          `${connection} ${device} ${type} ${packetNumber}`,
      ),
    );
}

/** @param {any} file @returns {string[]} */
function packetsSent(file) {
  return file.traces[0].events
    .filter((/** @type {{ name: string }} */ { name }) => /^(quic|transport):packet_sent$/.test(name))
    .map((/** @type {any} */ { data: { header } }) => {
      const type = packetTypes[/** @type {keyof typeof packetTypes} */ (header.packet_type)];
      return `${type ?? header.packet_type} ${header.packet_number}`;
    });
}

/**
 * How two lists differ, whatever their order.
 * @param {string[]} left @param {string[]} right @returns {string | undefined}
 */
function differenceOf(left, right) {
  const [one, other] = [[...left].sort(), [...right].sort()];
  if (one.length === other.length && one.every((value, index) => value === other[index])) return undefined;
  const only = (/** @type {string[]} */ from, /** @type {string[]} */ without) =>
    from.filter((value) => !without.includes(value)).slice(0, 3);
  const lists = [
    `${one.length} (${only(one, other).join('; ')})`,
    `${other.length} (${only(other, one).join('; ')})`,
  ];
  return lists.join(' against ');
}
