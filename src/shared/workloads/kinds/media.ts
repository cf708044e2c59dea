import * as v from 'valibot';
import { applicationNamed, framedApplications } from '../../../wire/applications/registry';
import { usualApplications } from '../../trace/connections';
import type { FieldGroup } from '../../schema/parameter-field';
import { bytesOf, nanosecondsOf } from '../../schema/quantities';
import { choice, duration, size } from '../../schema/schema-parts';
import { type Problem, refusal } from '../../schema/problem';
import { defineWorkloadKind } from '../definition/workload-kind';

/** What fits one packet of the usual 1500 bytes, with its IP, TCP and application's headers. */
const largestFrame = 1400;

const callGroup: FieldGroup = {
  title: 'Call',
  fields: [
    {
      path: ['over'],
      label: 'Carried by',
      hint: 'UDP: what is lost is skipped. TCP: what comes after it waits until it was sent again.',
      input: {
        kind: 'choice',
        byDefault: 'udp',
        choices: [
          { value: 'udp', label: 'UDP' },
          { value: 'tcp', label: 'TCP' },
        ],
      },
    },
    {
      path: ['application'],
      label: 'Written as',
      hint: 'What stands ahead of each frame.',
      input: {
        kind: 'choice',
        byDefault: usualApplications.udp,
        choices: framedApplications.map(({ name, title }) => ({ value: name, label: title })),
      },
    },
    {
      path: ['frameSize'],
      label: 'Frame size',
      hint: 'Bytes of a frame: 160B every 20ms is speech as telephones carry it.',
      input: { kind: 'text' },
      byDefault: '160 B',
    },
    {
      path: ['playout'],
      label: 'Shown after',
      hint: 'How long after it was made a frame is shown; one that comes later is of no use.',
      input: { kind: 'text' },
      byDefault: '60 ms',
    },
  ],
};

/** A call, one frame after the other. */
export const media = defineWorkloadKind({
  kind: 'media',
  words: {
    title: 'Media call',
    one: 'a media call',
    about: 'A call: one frame after the other, of which each is wanted at its moment or not at all.',
    counted: 'Frames',
    identifier: 'call',
    offer: { title: 'Call', adds: 'Add a media call', lets: 'Let it call a server' },
  },
  settings: {
    /** What carries it; default udp. */
    over: v.optional(choice('udp', 'tcp')),
    /** How frames are written, by an application's name; default rtp. */
    application: v.optional(choice(...framedApplications.map(({ name }) => name))),
    /** Bytes of a frame; default 160B. */
    frameSize: v.optional(size),
    /** How long after it was made a frame is shown; default 60ms. */
    playout: v.optional(duration),
  },
  traits: ['calling'],
  problems: (workload, path) => {
    const { over = 'udp', application = usualApplications.udp, frameSize } = workload;
    const found: Problem[] = [];
    if (bytesOf(frameSize, '0B') > largestFrame)
      found.push(
        refusal(workload, 'frameSize', path, `at most ${largestFrame}B: a frame of media is one packet`),
      );
    const { carriers } = applicationNamed(application);
    if (!carriers.includes(over))
      found.push(refusal(workload, 'over', path, `what ${application} lies on: ${carriers.join(', ')}`));
    return found;
  },
  resolve: ({ over = 'udp', application = usualApplications.udp, frameSize, playout }) => ({
    application,
    calling: { frameSize: bytesOf(frameSize, '160B'), playout: nanosecondsOf(playout, '60ms') },
    carriers: [over],
    over,
  }),
  groups: () => [callGroup],
  // Five seconds of speech.
  begin: () => ({ count: 250, interval: '20ms' }),
  describe: () => 'Media call',
  describeCarrier: ({ over = 'udp' }) => over.toUpperCase(),
});
