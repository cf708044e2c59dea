import * as v from 'valibot';
import { identifier, whole } from '../../schema/schema-parts';
import { defineFaultKind } from '../fault-kind';
import { linkProblems, senderProblems } from '../references';

const allowedFrames = 'a list of at least one number, counted from 1';

/** Certain frames are lost on a link, by their number. */
export const dropPacket = defineFaultKind({
  kind: 'drop-packet',
  words: {
    title: 'Drop packet',
    about: 'Frames that a device sends into the link are lost, by their number.',
  },
  strikes: 'link',
  traits: [],
  settings: {
    link: identifier,
    /** The sending device: counts the frames that it sends into the link. */
    from: identifier,
    /** Which frames, counted from 1. */
    nth: v.pipe(v.array(whole(1, 1e9), allowedFrames), v.minLength(1, allowedFrames)),
  },
  problems: (fault, path, surroundings) => [
    ...linkProblems(surroundings, fault.link, path),
    ...senderProblems(surroundings, fault, path),
  ],
  resolve: ({ link, from, nth }, places) => ({ direction: places.direction(link, from), nth }),
  describe: ({ nth, from }) => `Drops frame${nth.length === 1 ? '' : 's'} ${nth.join(', ')} of ${from}`,
});
