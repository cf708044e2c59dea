import type { ClaimResult } from '../../shared/lab/claims';
import { table, wrap } from './table';

/** Claims, each with its expected and measured figure; under those that fall short, what they said. */
export function claimTable(claims: readonly ClaimResult[]): string {
  if (claims.length === 0) return '  no claims\n';
  const rows = claims.map((claim) => [
    claim.ok ? 'ok' : 'FALLS SHORT',
    claim.claim,
    claim.expectedText,
    claim.measuredText,
    claim.source ?? '',
  ]);
  const columns = ['', 'claim', 'expected', 'measured', 'source'].map((title) => ({ title }));
  const short = claims.filter(({ ok }) => !ok);
  return table(columns, rows) + short.map(({ claim, says }) => wrap(`${claim}: ${says}`, 100, '  ')).join('');
}
