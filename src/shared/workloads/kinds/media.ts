import * as v from 'valibot';
import { bytesOf, nanosecondsOf } from '../../schema/quantities';
import { choice, duration, size } from '../../schema/schema-parts';
import { refusal } from '../../schema/problem';
import { defineWorkloadKind } from '../workload-kind';

/** What fits one packet of the usual 1500 bytes, with its IP, TCP and RTP headers. */
const largestFrame = 1400;

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
    /** Bytes of a frame; default 160B. */
    frameSize: v.optional(size),
    /** How long after it was made a frame is shown; default 60ms. */
    playout: v.optional(duration),
  },
  traits: ['calling'],
  problems: (workload, path) => {
    if (bytesOf(workload.frameSize, '0B') <= largestFrame) return [];
    const allowed = `at most ${largestFrame}B: a frame of media is one packet`;
    return [refusal(workload, 'frameSize', path, allowed)];
  },
  resolve: ({ over = 'udp', frameSize, playout }) => ({
    calling: { frameSize: bytesOf(frameSize, '160B'), playout: nanosecondsOf(playout, '60ms') },
    carriers: [over],
    over,
  }),
  // Five seconds of speech.
  begin: () => ({ count: 250, interval: '20ms' }),
  describe: () => 'Media call',
  describeCarrier: ({ over = 'udp' }) => over.toUpperCase(),
});
