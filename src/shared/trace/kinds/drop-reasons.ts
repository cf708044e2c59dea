import { codesOf, namesOf } from './enumeration';

const reasons = {
  unknown: { code: 0, name: 'unknown' },
  queueFull: { code: 1, name: 'queue full' },
  linkCut: { code: 2, name: 'link cut' },
  fault: { code: 3, name: 'dropped by a fault' },
  randomLoss: { code: 4, name: 'random loss' },
  ttlExpired: { code: 5, name: 'TTL expired' },
  noRoute: { code: 6, name: 'no route' },
  notForUs: { code: 7, name: 'no such host' },
  badChecksum: { code: 8, name: 'bad checksum' },
  burstLoss: { code: 9, name: 'burst loss' },
  synBacklogFull: { code: 10, name: 'SYN backlog full' },
  acceptQueueFull: { code: 11, name: 'accept queue full' },
  filtered: { code: 12, name: 'blocked by a filter' },
  hostDown: { code: 13, name: 'host down' },
  tooLarge: { code: 14, name: 'larger than the MTU' },
  portClosed: { code: 15, name: 'port closed' },
  noConnection: { code: 16, name: 'no such connection' },
} as const;

/** Why a link or a device lost a packet. */
export const DropReason = codesOf(reasons);
export const dropReasons = namesOf(reasons);
