import { identifier } from '../../schema/schema-parts';
import { defineFaultKind } from '../definition/fault-kind';
import { allLinks, anyLink, atField, untilField } from '../definition/forms';
import {
  describeOutage,
  outageProblems,
  outageSettings,
  resolveOutage,
  usualOutage,
} from '../definition/outage';
import { linkProblems } from '../definition/references';

/** A link is cut, with all that is on it. */
export const cutLink = defineFaultKind({
  kind: 'cut-link',
  words: {
    title: 'Cut link',
    about: 'The link is cut, with all that is on it, and perhaps mended again.',
    offer: { act: 'Cut', wants: 'a link' },
  },
  icon: 'm19 5 3-3M2 22l3-3M6.3 20.3a2.4 2.4 0 0 0 3.4 0L12 18l-6-6-2.3 2.3a2.4 2.4 0 0 0 0 3.4ZM7.5 13.5 10 11M10.5 16.5 13 14M12 6l6 6 2.3-2.3a2.4 2.4 0 0 0 0-3.4l-2.6-2.6a2.4 2.4 0 0 0-3.4 0Z',
  strikes: 'link',
  traits: [],
  settings: { link: identifier, ...outageSettings },
  problems: (fault, path, surroundings) => [
    ...linkProblems(surroundings, fault.link, path),
    ...outageProblems(fault, 'it is cut', path),
  ],
  resolve: (fault, places) => ({ link: places.link(fault.link), ...resolveOutage(fault) }),
  subjects: allLinks,
  begin: (link) => ({ link, ...usualOutage }),
  places: (_, surroundings) => [anyLink(surroundings)],
  fields: () => [atField('Cut at'), untilField('Mended at')],
  describe: (fault) => describeOutage('Cut', fault),
});
