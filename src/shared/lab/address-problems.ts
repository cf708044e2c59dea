import { formatAddress } from '../units/address';
import type { Problem } from '../schema/problem';
import { linkAddresses, numberInSubnet, sourceAddressesOf, subnetOf } from './addresses';
import type { LabDocument } from './document';

/** An address that an end of a link has. */
interface EndAddress {
  /** Where the end's address stands in the document, or would. */
  readonly path: string;
  readonly address: number;
  /** Whether somebody wrote it, or had it by writing that a device has several. */
  readonly written: boolean;
}

/** What is wrong with the addresses of a document's links. */
export function addressProblems(document: LabDocument): Problem[] {
  const pairs = linkAddresses(document);
  const ends = endAddresses(document, pairs);
  return [...ends.flatMap(unicastProblems), ...subnetProblems(document, pairs), ...clashes(ends)];
}

function endAddresses(
  { devices, links }: LabDocument,
  pairs: readonly (readonly [number, number])[],
): EndAddress[] {
  const counts = new Map(devices.map((device) => [device.id, sourceAddressesOf(device)]));
  return links.flatMap((link, index) =>
    (['a', 'b'] as const).flatMap((end, side) => {
      const address = pairs[index]?.[side] ?? 0;
      return Array.from({ length: counts.get(link[end].device) ?? 1 }, (_, more) => ({
        path: `links[${index}].${end}.address`,
        address: address + more,
        written: link[end].address !== undefined || more > 0,
      }));
    }),
  );
}

function unicastProblems({ path, address, written }: EndAddress): Problem[] {
  const allowed = written ? refusal(address) : undefined;
  return allowed === undefined ? [] : [{ path, what: JSON.stringify(formatAddress(address)), allowed }];
}

/** What is allowed instead, where no host may have an address as its own. */
function refusal(address: number): string | undefined {
  // RFC 6890 section 2.2.
  const first = address >>> 24;
  if (first === 0 || first === 127 || first >= 224)
    return "a host's own address: not 0.x, 127.x, or 224.0.0.0 and above";
  // RFC 1122 section 3.2.1.3: all zeros is the subnet itself, all ones everybody in it.
  const number = numberInSubnet(address);
  if (number > 0 && number < 255) return undefined;
  return `a host's own address: ${formatAddress(subnetOf(address) + 1)} to ${formatAddress(subnetOf(address) + 254)} in this subnet`;
}

/** A link whose ends are not in one subnet: neither would look for the other there (RFC 1122 section 3.3.1.1). */
function subnetProblems({ links }: LabDocument, pairs: readonly (readonly [number, number])[]): Problem[] {
  return links.flatMap(({ b }, index) => {
    const [one, other] = pairs[index] ?? [0, 0];
    // An end without an address of its own follows the other's.
    if (b.address === undefined || subnetOf(one) === subnetOf(other)) return [];
    const subnet = `${formatAddress(subnetOf(one))}/24`;
    return [
      {
        path: `links[${index}].b.address`,
        what: `${JSON.stringify(b.address)} is not in the other end's subnet`,
        allowed: `an address in ${subnet}`,
      },
    ];
  });
}

/** Addresses that two ends have. Where a written one meets one given by default, the written one is at fault. */
function clashes(ends: readonly EndAddress[]): Problem[] {
  const taken = new Map<number, string>();
  const problems: Problem[] = [];
  const inOrder = [...ends.filter((end) => !end.written), ...ends.filter((end) => end.written)];
  for (const { path, address } of inOrder) {
    const owner = taken.get(address);
    if (owner === undefined) {
      taken.set(address, path);
      continue;
    }
    const what = `"${formatAddress(address)}" is also ${owner}`;
    problems.push({ path, what, allowed: 'an address that no other end has' });
  }
  return problems;
}
