import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PacketLabels } from '../labels/packet-labels';
import { packetRow, rowAt } from '../packets/packet-rows';
import { scriptVisit } from '../testing/visit';
import { formatAddress } from '../../../shared/units/address';
import { filterFields, type Field } from './fields';
import { FilteredRows } from './filtered-rows';
import { parseFilter } from './parse';

const visit = scriptVisit();
const indexed = visit.run.indexed();
const source = { ...indexed, labels: new PacketLabels(indexed.trace, indexed.index) };

/** Numbers in the list (from 1) of the packets that a filter lets through. */
function found(text: string): number[] {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(`${parsed.what}: ${parsed.allowed}`);
  const rows = new FilteredRows(source, parsed.test);
  rows.scan(Number.MAX_SAFE_INTEGER);
  return Array.from({ length: rows.length }, (_, place) => (rows.rowAt(place) ?? -1) + 1);
}

/** A number as a field takes it; undefined for one that no field writes, such as NaN. */
function writtenAs(field: Field, value: number): string | undefined {
  if (field.type !== 'number') return undefined;
  const forms = [String(value), formatAddress(value), `${value}ns`];
  return forms.find((text) => (field.parse ? field.parse(text) === value : text === String(value)));
}

describe('a filter', () => {
  test.each([
    ['', [1, 2, 3, 4, 5, 6, 7]],
    ['GET', [4]],
    ['"200 OK"', [5, 6]],
    ['get /', [4]],
    ['flags.syn', [1, 2]],
    ['flags.syn and not flags.ack', [1]],
    ['flags.syn && !flags.ack', [1]],
    ['not flags.ack', [1]],
    ['flags.syn==0 flags.fin', [7]],
    ['len>0', [4, 5, 6]],
    ['len > 0 and len < 100', [4]],
    ['retransmission', [6]],
    ['dropped', [5]],
    ['lost or retransmission', [5, 6]],
    ['port.src == 80', [2, 5, 6]],
    ['port==80', [1, 2, 3, 4, 5, 6, 7]],
    ['tcp.dstport==80', [1, 3, 4, 7]],
    ['ip.src==10.0.1.2', [1, 3, 4, 7]],
    ['ip!=10.0.1.2', []],
    ['device==client', [1, 2, 3, 4, 5, 6, 7]],
    ['device==router', []],
    ['time>=150ms and time<200ms', [3, 4]],
    ['number==3', [3]],
    ['http and (port.src==80 or number<4)', [5, 6]],
    ['info ~ "rto"', [6]],
    ['info contains http', [4, 5, 6]],
    ['window == 501', [1, 2]],
    ['connection==0 fin', [7]],
    ['NOT (flags.ack OR flags.syn)', []],
  ])('%s', (text, numbers) => expect(found(text)).toEqual(numbers));

  test('says where it is wrong and what is allowed there', () => {
    expect(parseFilter('ip==10.0.1')).toEqual({
      ok: false,
      at: 4,
      what: '“10.0.1” is no value of ip',
      allowed: 'an IPv4 address such as 10.0.1.2',
    });
    expect(parseFilter('pirt==80')).toMatchObject({ ok: false, at: 0, what: 'there is no field “pirt”' });
    expect(parseFilter('po==80')).toMatchObject({ allowed: 'port, port.src, port.dst' });
    expect(parseFilter('(len>0')).toMatchObject({ ok: false, at: 6, allowed: ')' });
    expect(parseFilter('len>')).toMatchObject({ ok: false, at: 4, allowed: 'a number' });
    expect(parseFilter('len>0)')).toMatchObject({ ok: false, at: 5 });
    expect(parseFilter('"open')).toMatchObject({ ok: false, at: 0 });
    expect(parseFilter('time>150')).toMatchObject({ allowed: 'a time with a unit, such as 150ms' });
    expect(parseFilter('device>client')).toMatchObject({ allowed: '== != ~' });
    expect(parseFilter('len ~ 3')).toMatchObject({ ok: false });
    expect(parseFilter('or')).toMatchObject({ ok: false, at: 0 });
  });

  test('never throws, whatever is typed', () => {
    const word = fc.constantFrom(
      'ip',
      'len',
      '==',
      '>',
      '(',
      ')',
      'and',
      'or',
      'not',
      '"',
      '10.0.1.2',
      '!',
      '&',
      '|',
      '=',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join('')),
        ),
        (text) => {
          const parsed = parseFilter(text);
          if (parsed.ok) parsed.test(source, visit.request.packet);
          else expect(parsed.at).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each(filterFields.map((field) => [field.names[0], field] as const))(
    '%s finds each packet by what it says of it',
    (name, field) => {
      for (let row = 0; row < indexed.index.rows.length; row += 1) {
        const said = field.of(source, indexed.index.packetAt(row));
        if (typeof said === 'boolean') {
          expect(found(said ? name : `not ${name}`)).toContain(row + 1);
          expect(found(said ? `not ${name}` : name)).not.toContain(row + 1);
          continue;
        }
        for (const value of said) {
          // Durations are numbers of nanoseconds, addresses of 32 bits: they are written in the words of their fields.
          const written = typeof value === 'string' ? `"${value}"` : writtenAs(field, value);
          if (written !== undefined) expect(found(`${name}==${written}`), written).toContain(row + 1);
        }
      }
    },
  );
});

describe('filtered rows', () => {
  const parsed = parseFilter('len>0');
  const rowsOf = () => new FilteredRows(source, parsed.ok ? parsed.test : undefined);

  test('are found a slice at a time', () => {
    const rows = rowsOf();
    rows.scan(4);
    expect([rows.length, rows.complete]).toEqual([1, false]);
    rows.scan(100);
    expect([rows.length, rows.complete]).toEqual([3, true]);
  });

  test('tell where a row of the whole list stands among them', () => {
    const rows = rowsOf();
    rows.scan(100);
    expect([0, 3, 4, 6].map((row) => rows.placeOf(row))).toEqual([-1, 0, 1, 2]);
  });

  test('without a filter are all rows', () => {
    const rows = new FilteredRows(source, undefined);
    expect([rows.length, rows.complete, rows.rowAt(6), rows.rowAt(7)]).toEqual([7, true, 6, undefined]);
  });
});

describe('a row', () => {
  test('shows what a packet sniffer would', () => {
    expect(packetRow(source, 0)).toMatchObject({
      time: '0.000000',
      source: '10.0.1.2',
      destination: '10.0.2.2',
      protocol: 'TCP',
      length: 74,
      loss: undefined,
      protocolClass: 'tcp-handshake',
    });
  });
  test('tells why its packet was lost', () => expect(packetRow(source, 4)?.loss).toBe('dropped by a fault'));
  test('is not there beyond the last', () => expect(packetRow(source, 7)).toBeUndefined());
  test('at the playhead is the latest that was sent', () => {
    expect(rowAt(indexed.index, 0)).toBe(-1);
    expect(rowAt(indexed.index, indexed.trace.records.length)).toBe(6);
    const request = indexed.index.originOf(visit.request.packet) ?? 0;
    expect([rowAt(indexed.index, request), rowAt(indexed.index, request + 1)]).toEqual([2, 3]);
  });
});
