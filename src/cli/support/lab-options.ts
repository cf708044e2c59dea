import type { Call, OptionDescription } from './arguments';
import type { LabChanges } from './lab-source';

/** Options that change a lab before it runs. */
export const labOptions: Readonly<Record<string, OptionDescription>> = {
  seed: { value: 'N', help: "the random streams' seed, instead of the document's" },
  until: { value: 'TIME', help: "end of simulated time, such as 30s, instead of the document's duration" },
  set: {
    value: 'PATH=VALUE',
    repeatable: true,
    help: 'change the document: links.wan.delay=10ms, devices[0].tcp.nagle=false',
  },
};

/** What a call asks to change. */
export function labChanges(call: Call): LabChanges {
  return { set: call.values('set'), seed: call.value('seed'), until: call.value('until') };
}
