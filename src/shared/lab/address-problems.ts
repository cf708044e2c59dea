import type { Problem } from '../schema/problem';
import { formatAddress } from '../units/address';
import { linkAddresses, sourceAddressesOf } from './addresses';
import type { LabDocument } from './document';

/** What is wrong with the addresses of a document's links. */
export function addressProblems(document: LabDocument): Problem[] {
  const taken = new Map<number, string>();
  const problems: Problem[] = [];
  const counts = new Map(document.devices.map((device) => [device.id, sourceAddressesOf(device)]));
  const ends = linkAddresses(document).flatMap((pair, index) =>
    (['a', 'b'] as const).flatMap((end, side) => {
      const link = document.links[index];
      const count = counts.get(link?.[end].device ?? '') ?? 1;
      return Array.from({ length: count }, (_, more) => ({
        path: `links[${index}].${end}.address`,
        address: pair[side as 0 | 1] + more,
        written: link?.[end].address !== undefined || more > 0,
      }));
    }),
  );
  for (const { path, address, written } of ends) {
    if (written && !isUnicast(address)) {
      const allowed = "a host's own address: not 0.x, 127.x, or 224.0.0.0 and above";
      problems.push({ path, what: JSON.stringify(formatAddress(address)), allowed });
    }
  }
  // Where a written address meets one given by default, the written one is at fault.
  const inOrder = [...ends.filter((end) => !end.written), ...ends.filter((end) => end.written)];
  for (const { path, address } of inOrder) {
    const owner = taken.get(address);
    if (owner === undefined) taken.set(address, path);
    else {
      const what = `"${formatAddress(address)}" is also ${owner}`;
      problems.push({ path, what, allowed: 'an address that no other end has' });
    }
  }
  return problems;
}

/** RFC 6890 section 2.2: what no host may have as its own address. */
function isUnicast(address: number): boolean {
  const first = address >>> 24;
  return first !== 0 && first !== 127 && first < 224;
}
