/** Types that several schemas of lines of JSON are made of. */
export type Properties = Readonly<Record<string, object>>;

export const whole = { type: 'integer', minimum: 0 } as const;
export const text = { type: 'string' } as const;
export const u32 = { type: 'integer', minimum: 0, maximum: 0xffffffff } as const;
export const u16 = { type: 'integer', minimum: 0, maximum: 0xffff } as const;
export const u8 = { type: 'integer', minimum: 0, maximum: 0xff } as const;
export const oneOf = (names: readonly string[]) => ({ enum: [...names] });
export const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
export const address = { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+\\.\\d+$' } as const;
export const endpoint = { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+\\.\\d+:\\d+$' } as const;

/** An object that has all of some properties, may have others, and no more. */
export const closedObject = (required: Properties, optional: Properties = {}) => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});
