/** The version of the behaviour that a trace was made with: same document, seed and version, same trace hash. */
export const engineVersion = '0.1.0';
