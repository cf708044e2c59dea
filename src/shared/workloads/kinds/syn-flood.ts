import { defineWorkloadKind } from '../definition/workload-kind';

/** SYNs from made-up addresses, whose SYN-ACKs nobody answers (RFC 4987 section 2). */
export const synFlood = defineWorkloadKind({
  kind: 'syn-flood',
  words: {
    title: 'SYN flood',
    one: 'a SYN flood',
    about: 'SYNs from made-up addresses, whose SYN-ACKs nobody answers.',
    counted: 'SYNs',
    identifier: 'flood',
    offer: undefined,
  },
  settings: {},
  traits: [],
  problems: () => [],
  resolve: () => ({ carriers: [] }),
  groups: () => [],
  begin: () => ({}),
  describe: () => 'SYN flood',
  describeCarrier: () => 'TCP',
});
