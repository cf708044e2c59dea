import type { Claim, LabDocument } from '../../shared/lab/document';
import { impliedTarget } from '../../shared/lab/claims';

/**
 * The document after an edit, with claims that mean what they meant before it. A claim need not name what it is about
 * where the lab has only one such thing: once it has two, the claim names it; once it is gone, the claim goes too, as
 * those do that named it.
 */
export function withClaimsAsMeant(before: LabDocument, after: LabDocument): LabDocument {
  const { claims } = after;
  if (!claims || before === after) return after;
  const kept = claims.flatMap((claim): Claim[] => {
    const meant = impliedTarget(before, claim);
    if (!meant || impliedTarget(after, claim)?.id === meant.id) return [claim];
    const things = { workload: after.workloads ?? [], device: after.devices, link: after.links }[meant.of];
    if (things.some(({ id }) => id === meant.id)) return [{ ...claim, [meant.of]: meant.id }];
    // Renamed: the only one is still the only one.
    return things.length === 1 ? [claim] : [];
  });
  const isSame = kept.length === claims.length && kept.every((claim, index) => claim === claims[index]);
  return isSame ? after : { ...after, claims: kept };
}
