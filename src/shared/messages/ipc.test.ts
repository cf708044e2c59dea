import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { invokeArguments, messageArguments } from './ipc';

const allowed = (schema: v.GenericSchema, given: unknown) => v.is(schema, given);

describe('the arguments of calls', () => {
  it('may leave out a path, as undefined', () => {
    expect(allowed(invokeArguments['hoplab:open-lab'], [undefined])).toBe(true);
  });

  it('may not be more than are named', () => {
    expect(allowed(invokeArguments['hoplab:recent-labs'], ['more'])).toBe(false);
    expect(allowed(invokeArguments['hoplab:open-lab'], ['/a', '/b'])).toBe(false);
  });

  it.each([['../../etc/passwd'], ['a/b'], [''], ['.hidden'], [7]])(
    'do not let a scenario be called %s',
    (id) => {
      expect(allowed(invokeArguments['hoplab:open-scenario'], [id])).toBe(false);
    },
  );

  it.each([[-1], [0.5], [Number.NaN], [2 ** 32], ['1'], [null]])(
    'do not let a packet be number %s',
    (packet) => {
      expect(allowed(invokeArguments['hoplab:inspect'], [1, packet, undefined])).toBe(false);
    },
  );

  it('name an export format that there is', () => {
    expect(allowed(invokeArguments['hoplab:export-trace'], [1, 'pcapng', []])).toBe(true);
    expect(allowed(invokeArguments['hoplab:export-trace'], [1, 'pcapng', ['client']])).toBe(true);
    expect(allowed(invokeArguments['hoplab:export-trace'], [1, 'pcapng', [7]])).toBe(false);
    expect(allowed(invokeArguments['hoplab:export-trace'], [1, 'exe', []])).toBe(false);
  });
});

describe('the arguments of messages', () => {
  it('name a theme that there is', () => {
    expect(allowed(messageArguments['hoplab:set-theme'], ['dark'])).toBe(true);
    expect(allowed(messageArguments['hoplab:set-theme'], ['pink'])).toBe(false);
  });

  it('acknowledge runs from number 1 on', () => {
    expect(allowed(messageArguments['hoplab:acknowledge-batch'], [1])).toBe(true);
    expect(allowed(messageArguments['hoplab:acknowledge-batch'], [0])).toBe(false);
  });
});
