import * as v from 'valibot';
import type { ParameterField } from '../../schema/parameter-field';
import { choice } from '../../schema/schema-parts';
import { protocolTcp, protocolUdp } from '../../trace/packet';

/** The trait of those that forward. */
export interface ForwardingParameters {
  /** Protocols, as in the IP header, that are not forwarded. */
  readonly blocks: readonly number[];
}

export const forwardingSettings = {
  /** What it will not forward. */
  blocks: v.optional(v.array(choice('tcp', 'udp'), 'a list of tcp, udp')),
};

/** A filter: middleboxes that know TCP alone are why new protocols run over old ones. */
export const forwardingFields: readonly ParameterField[] = [
  {
    path: ['blocks'],
    label: 'Blocks',
    hint: 'What it does not forward and tells nobody of, as some firewalls treat UDP.',
    input: {
      kind: 'several',
      choices: [
        { value: 'tcp', label: 'TCP' },
        { value: 'udp', label: 'UDP' },
      ],
      byDefault: [],
    },
  },
];

/** A forwarder's numbers. */
export function resolveForwarding(settings: {
  readonly blocks?: readonly ('tcp' | 'udp')[] | undefined;
}): ForwardingParameters {
  const blocks = settings.blocks ?? [];
  return { blocks: blocks.map((protocol) => (protocol === 'tcp' ? protocolTcp : protocolUdp)) };
}
