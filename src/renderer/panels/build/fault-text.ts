import type { Fault } from '../../../shared/lab/document';

/** A fault in a sentence, less the link that it is on. */
export function describeFault(fault: Fault): string {
  if (fault.kind === 'drop-packet')
    return `Drops frame${fault.nth.length === 1 ? '' : 's'} ${fault.nth.join(', ')} of ${fault.from}`;
  return fault.until === undefined ? `Cut at ${fault.at} for good` : `Cut from ${fault.at} to ${fault.until}`;
}
