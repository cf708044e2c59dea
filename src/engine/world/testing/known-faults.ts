/**
 * Faults that are known and not mended yet: what a run that meets one dies of. Such a run is left out. Whoever mends one takes its line
 * away.
 */
const knownFaults: readonly { readonly id: string; readonly message: RegExp }[] = [
  // A page load that runs out of ports opens connections from within their failure.
  { id: 'R1', message: /^Maximum call stack size exceeded$/ },
];

/** The fault that an error is of; undefined: none that is known. */
export function knownFaultOf(error: unknown): string | undefined {
  if (!(error instanceof RangeError)) return undefined;
  return knownFaults.find(({ message }) => message.test(error.message))?.id;
}
