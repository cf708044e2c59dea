import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { resolveQuic } from './protocol-parameters';
import { Http2SettingsSchema, QuicSettingsSchema, ServerTlsSchema } from './protocol-settings';

const accepts = (schema: v.GenericSchema, member: string, value: string) =>
  v.safeParse(schema, { [member]: value }).success;

describe('a setting that a field of the wire carries ends where the field ends', () => {
  it.each([
    // RFC 8446 section 4: the message's length has three bytes, of which fourteen bytes tell lengths and extensions.
    ['certificate', ServerTlsSchema, ['0B', '3kB', '16777201B'], ['16777202B', '17MB', '8000000GiB']],
    // RFC 9113 section 6.5.2 and 6.9.1.
    ['streamWindow', Http2SettingsSchema, ['1B', '2147483647B'], ['0B', '2GiB', '3GB']],
    ['connectionWindow', Http2SettingsSchema, ['1B', '2147483647B'], ['0B', '2147483648B']],
    // RFC 9113 section 4.1: 24 bits.
    ['dataFrame', Http2SettingsSchema, ['1B', '16777215B'], ['0B', '16MiB']],
    // RFC 9000 section 18.2: values of 2^14 or greater are invalid.
    ['acknowledgementDelay', QuicSettingsSchema, ['0s', '1ns', '16383ms'], ['16384ms', '16383.1ms', '20s']],
    ['initialRoundTrip', QuicSettingsSchema, ['1ms', '333ms', '10h'], ['0s', '1us']],
    ['streamWindow', QuicSettingsSchema, ['1B', '4194304GiB'], ['0B', '0kB', '4194305GiB']],
    ['connectionWindow', QuicSettingsSchema, ['1B', '4194304GiB'], ['0B']],
  ] as const)('%s', (member, schema, allowed, refused) => {
    for (const value of allowed) expect([value, accepts(schema, member, value)]).toEqual([value, true]);
    for (const value of refused) expect([value, accepts(schema, member, value)]).toEqual([value, false]);
  });

  it('and says what is allowed', () => {
    const refused = v.safeParse(Http2SettingsSchema, { streamWindow: '3GB' });
    expect(refused.issues?.[0].message).toMatch(/^a size with a unit from 1B to 2147483647B/);
  });
});

test('an idle timeout below the millisecond in which it is announced is not announced as none', () => {
  expect(resolveQuic({ idleTimeout: '400us' }).idleTimeout).toBe(1e6);
  expect(resolveQuic({ idleTimeout: '1.5ms' }).idleTimeout).toBe(2e6);
  expect(resolveQuic({ idleTimeout: '0s' }).idleTimeout).toBe(0);
});
