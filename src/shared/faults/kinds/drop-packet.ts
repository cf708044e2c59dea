import * as v from 'valibot';
import { identifier, whole } from '../../schema/schema-parts';
import type { ParameterField } from '../../schema/parameter-field';
import { allLinks, anyLink, senderField } from '../definition/forms';
import { defineFaultKind } from '../definition/fault-kind';
import { linkProblems, senderProblems } from '../definition/references';

const allowedFrames = 'a list of at least one number, counted from 1';

const framesField: ParameterField = {
  path: ['nth'],
  label: 'Frames',
  hint: 'Which frames that device sends into the link, counted from 1; several with commas.',
  input: { kind: 'wholes' },
  required: true,
};

/** Certain frames are lost on a link, by their number. */
export const dropPacket = defineFaultKind({
  kind: 'drop-packet',
  words: {
    title: 'Drop packet',
    about: 'Frames that a device sends into the link are lost, by their number.',
    offer: { act: 'Drop', wants: 'a link' },
  },
  icon: 'M3 6a3 3 0 1 0 6 0a3 3 0 1 0-6 0M3 18a3 3 0 1 0 6 0a3 3 0 1 0-6 0M8.12 8.12 12 12M20 4 8.12 15.88M14.8 14.8 20 20',
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
  subjects: allLinks,
  begin: (link, { links }) => {
    const from = links.find(({ id }) => id === link)?.ends[0];
    return from === undefined ? undefined : { link, from, nth: [1] };
  },
  places: (_, surroundings) => [anyLink(surroundings)],
  fields: ({ link }, surroundings) => [senderField(surroundings, link), framesField],
  describe: ({ nth, from }) => `Drops frame${nth.length === 1 ? '' : 's'} ${nth.join(', ')} of ${from}`,
});
