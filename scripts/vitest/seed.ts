/** The seed of every property test: fixed, so that a failure repeats; HOPLAB_PROPERTY_SEED tries another. */
export const propertySeed = Number(process.env['HOPLAB_PROPERTY_SEED'] ?? 20261122);
