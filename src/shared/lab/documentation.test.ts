import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LabDocumentSchema } from './document';
import { resolveTcp } from '../protocols/tcp-parameters';
import { resolveHttp2, resolveQuic, resolveServerTls } from '../protocols/protocol-parameters';
import { parseDuration, parseSize } from '../units/units';

const text = readFileSync(new URL('../../../docs/lab-document.md', import.meta.url), 'utf8');

/** Names of all members that a schema knows, at any depth. */
function memberNames(schema: unknown, names = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return names;
  const { entries, item, wrapped, options } = schema as Record<string, unknown>;
  for (const [name, entry] of Object.entries(entries ?? {})) {
    names.add(name);
    memberNames(entry, names);
  }
  for (const inner of [item, wrapped, ...(Array.isArray(options) ? options : [])]) memberNames(inner, names);
  return names;
}

describe('docs/lab-document.md', () => {
  it.each([...memberNames(LabDocumentSchema)])('documents %s', (name) => {
    expect(text.includes(`\`${name}\``)).toBe(true);
  });

  it('gives the defaults of TCP as they are', () => {
    const defaults = resolveTcp();
    const plain = Object.entries(defaults).filter(([, value]) => typeof value === 'boolean');
    for (const [name, value] of plain)
      expect(new RegExp(`\\| \`${name}\` *\\| \`${String(value)}\``).test(text), name).toBe(true);
    for (const name of [
      'quickAcknowledgements',
      'initialWindow',
      'synRetries',
      'synLinearTimeouts',
      'synAckRetries',
      'retries',
      'synBacklog',
      'acceptQueue',
      'windowScale',
    ] as const)
      expect(text, name).toMatch(new RegExp(`\\| \`${name}\` *\\| ${String(defaults[name])} `));
  });

  /** What a table of the section says a member is by default. */
  function defaultIn(section: string, member: string): string {
    const table = text.slice(text.indexOf(section));
    return new RegExp(`\\| \`${member}\` *\\| \`?([^\`|]*?)\`? *\\|`).exec(table)?.[1] ?? '';
  }
  const numberOf = (written: string): number | string => {
    for (const parse of [parseDuration, parseSize]) {
      const parsed = parse(written);
      if (parsed.ok) return parsed.value;
    }
    return /^\d+$/.test(written) ? Number(written) : written;
  };

  const quic = resolveQuic();
  const http2 = resolveHttp2();
  const tls = resolveServerTls();
  it.each([
    ['`quic`, RFC', 'idleTimeout', quic.idleTimeout],
    ['`quic`, RFC', 'connectionWindow', quic.maximumData],
    ['`quic`, RFC', 'streamWindow', quic.maximumStreamData],
    ['`quic`, RFC', 'maximumStreams', quic.maximumStreams],
    ['`quic`, RFC', 'acknowledgementDelay', quic.maximumAckDelay],
    ['`quic`, RFC', 'initialRoundTrip', quic.initialRoundTrip],
    ['`quic`, RFC', 'congestionControl', quic.congestionControl],
    ['`quic`, RFC', 'initialWindow', quic.initialWindow],
    ['`quic`, RFC', 'datagramSize', quic.maximumDatagram],
    ['`http2`, RFC', 'connectionWindow', http2.connectionWindow],
    ['`http2`, RFC', 'streamWindow', http2.streamWindow],
    ['`http2`, RFC', 'maximumStreams', http2.maximumStreams],
    ['`http2`, RFC', 'maximumFrame', http2.maximumFrame],
    ['`http2`, RFC', 'dataFrame', http2.dataFrame],
    ["A server's `tls`", 'certificate', tls.certificateBytes],
    ["A server's `tls`", 'tickets', tls.tickets],
    ["A server's `tls`", 'earlyData', String(tls.acceptsEarlyData)],
    ["A server's `tls`", 'handshakeTime', tls.processing],
    ["A server's `tls`", 'resumptionTime', tls.processingResumed],
  ])('gives the default of %s %s as it is', (section, member, value) => {
    expect(numberOf(defaultIn(section, member))).toBe(value);
  });
});
