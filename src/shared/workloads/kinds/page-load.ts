import * as v from 'valibot';
import type { HttpVersion } from '../../protocols/protocol-settings';
import type { ParameterField } from '../../schema/parameter-field';
import { refusal, type Problem } from '../../schema/problem';
import { nanosecondsOf } from '../../schema/quantities';
import { duration, flag, requestPath, whole } from '../../schema/schema-parts';
import type { WorkloadSurroundings } from '../traits/surroundings';
import {
  askingProblems,
  askingSettings,
  carrierOf,
  describeAskingCarrier,
  resolveAsking,
  usualConnections,
  type AskingSettings,
} from '../traits/asking';
import { returnGroups, usersField } from '../traits/asking-fields';
import { defineWorkloadKind } from '../definition/workload-kind';

/** As many as browsers bear at once and more: each is a row of lanes. */
const mostParts = 10_000;
/** So many parts a new page load has at most. */
const mostNewParts = 12;

interface PageSettings extends AskingSettings {
  readonly path?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly pipelining?: boolean | undefined;
  readonly race?: string | undefined;
}

const pathsOf = ({ path = '/', paths }: PageSettings) => paths ?? [path];

const pipeliningField: ParameterField = {
  path: ['pipelining'],
  label: 'Pipelining',
  hint: 'Requests go out before the responses ahead are there; the responses keep their order (RFC 9112, section 9.3.2).',
  input: { kind: 'switch', byDefault: false },
};

const raceField: ParameterField = {
  path: ['race'],
  label: 'Tries TCP after',
  hint: 'How long QUIC has before HTTP/2 over TCP is tried too; the first to be ready is used.',
  input: {
    kind: 'text',
    suggestions: [
      { value: '300ms', label: 'after 300 ms' },
      { value: '0s', label: 'both at once' },
    ],
  },
  byDefault: 'never',
};

function connectionFields(http: HttpVersion): ParameterField[] {
  const connectionsField: ParameterField = {
    path: ['connections'],
    label: 'At most',
    hint: 'Connections that a visit opens to the server. Browsers open six for HTTP/1.1, one for the others.',
    input: { kind: 'whole' },
    byDefault: String(usualConnections[http]),
  };
  const ofVersion = { '1.1': [pipeliningField], '2': [], '3': [raceField] } as const;
  return [usersField, connectionsField, ...ofVersion[http]];
}

/** Users who ask for all that a page is made of at once. */
export const pageLoad = defineWorkloadKind({
  kind: 'page-load',
  words: {
    title: 'Page load',
    one: 'a page load',
    about: 'Users ask for all that a page is made of at once.',
    counted: 'Visits',
    identifier: 'page',
    offer: { title: 'Page', adds: 'Add a page load', lets: 'Let it load a page' },
  },
  settings: {
    path: v.optional(requestPath),
    /** What a page is made of; default the one path. */
    paths: v.optional(
      v.pipe(
        v.array(requestPath, 'a list of paths'),
        v.minLength(1, 'at least one path'),
        v.maxLength(mostParts, `at most ${mostParts} paths`),
      ),
    ),
    ...askingSettings,
    /** Connections that a visit opens to the server at most; default 6 for HTTP/1.1, 1 for the others. */
    connections: v.optional(whole(1, 256)),
    /** Whether HTTP/1.1 requests go out before the responses of those ahead are there. */
    pipelining: v.optional(flag),
    /** HTTP/3 only: how long QUIC has before HTTP/2 over TCP is tried too; the first to be ready is used. Default never. */
    race: v.optional(duration),
  },
  traits: ['asking'],
  onlyOver: { pipelining: '1.1', race: '3' },
  problems: (workload, path, surroundings) => [
    ...askingProblems(workload, path, surroundings),
    ...pageProblems(workload, path, surroundings),
  ],
  resolve: (workload) => {
    const { http = '1.1', race } = workload;
    const connections = workload.connections ?? usualConnections[http];
    return {
      asking: resolveAsking(workload, pathsOf(workload), connections),
      carriers: race === undefined ? [carrierOf(http)] : (['quic', 'tcp'] as const),
      /** Connections that a visit opens at most. */
      connections,
      pipelining: workload.pipelining ?? false,
      /** Head start of QUIC over TCP, nanoseconds; Infinity: TCP is never tried. */
      race: race === undefined ? Infinity : nanosecondsOf(race, '0s'),
    };
  },
  groups: (workload) => [
    { title: 'Connections', fields: connectionFields(workload.http ?? '1.1') },
    ...returnGroups(workload),
  ],
  begin: (paths) => ({ paths: paths.length > 0 ? paths.slice(0, mostNewParts) : ['/'] }),
  describe: (workload) => {
    const paths = pathsOf(workload);
    return paths.length === 1 ? `Page ${paths[0] ?? '/'}` : `Page of ${paths.length}`;
  },
  describeCarrier: describeAskingCarrier,
});

function pageProblems(settings: PageSettings, path: string, surroundings: WorkloadSurroundings): Problem[] {
  const { http = '1.1', race, pipelining, path: one, paths, to } = settings;
  const problems: Problem[] = [];
  if (race !== undefined && http !== '3')
    problems.push(refusal(settings, 'race', path, 'nothing: only HTTP/3 has another way to race against'));
  if (pipelining && http !== '1.1')
    problems.push(refusal(settings, 'pipelining', path, 'false: HTTP/2 and HTTP/3 have streams instead'));
  if (one !== undefined && paths !== undefined)
    problems.push(refusal(settings, 'path', path, 'nothing where there are paths: what the page is made of'));
  const offer = surroundings.offerOf(to);
  if (race !== undefined && http === '3' && offer && !offer.http.includes('2')) {
    const what = `HTTP/2 is not what ${JSON.stringify(to)} offers`;
    problems.push({ path: `${path}.race`, what, allowed: 'nothing: there is no HTTP/2 to race against' });
  }
  return problems;
}
