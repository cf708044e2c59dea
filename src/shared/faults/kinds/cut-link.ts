import { identifier } from '../../schema/schema-parts';
import { defineFaultKind } from '../fault-kind';
import { describeOutage, outageProblems, outageSettings, resolveOutage } from '../outage';
import { linkProblems } from '../references';

/** A link is cut, with all that is on it. */
export const cutLink = defineFaultKind({
  kind: 'cut-link',
  words: { title: 'Cut link', about: 'The link is cut, with all that is on it, and perhaps mended again.' },
  strikes: 'link',
  traits: [],
  settings: { link: identifier, ...outageSettings },
  problems: (fault, path, surroundings) => [
    ...linkProblems(surroundings, fault.link, path),
    ...outageProblems(fault, 'it is cut', path),
  ],
  resolve: (fault, places) => ({ link: places.link(fault.link), ...resolveOutage(fault) }),
  describe: (fault) => describeOutage('Cut', fault),
});
