import * as v from 'valibot';
import { resolveServerTls, type ServerTlsParameters } from '../../protocols/protocol-parameters';
import {
  ServerTlsSchema,
  httpVersions,
  type HttpVersion,
  type ServerTls,
} from '../../protocols/protocol-settings';
import { duplicatesIn } from '../../schema/duplicates';
import type { ParameterField } from '../../schema/parameter-field';
import type { Problem } from '../../schema/problem';
import { bytesOf, nanosecondsOf } from '../../schema/quantities';
import {
  choice,
  page,
  portNumber,
  usualPages,
  usualPorts,
  whole,
  type Page,
} from '../../schema/schema-parts';

/** The trait of those to which workloads go. */
export interface ServingParameters {
  /** The port for HTTP without TLS, and the one for HTTP over TLS and QUIC, with the versions offered there. */
  readonly listenPort: number;
  readonly securePort: number;
  readonly http: readonly HttpVersion[];
  readonly tls: ServerTlsParameters;
  /** Connections at once. */
  readonly maximumConnections: number;
  readonly pages: readonly ServedPage[];
}

/** What is served at a path. */
export interface ServedPage {
  readonly path: string;
  /** Bytes of the response's body. */
  readonly size: number;
  /** Nanoseconds. */
  readonly think: number;
  readonly priority: { readonly urgency: number; readonly incremental: boolean } | undefined;
}

export const servingSettings = {
  tls: v.optional(ServerTlsSchema),
  /** Where it serves HTTP/1.1 without TLS; default 80. */
  port: v.optional(portNumber),
  /** Where it serves with TLS: HTTP/1.1 and 2 on TCP, HTTP/3 on UDP; default 443. */
  securePort: v.optional(portNumber),
  /** What it offers there; default all. */
  http: v.optional(
    v.pipe(
      v.array(choice(...httpVersions), 'a list of 1.1, 2, 3'),
      v.minLength(1, 'at least one of 1.1, 2, 3'),
    ),
  ),
  /** Connections that it serves at once; more wait in the accept queue. Default: no ceiling. */
  maximumConnections: v.optional(whole(1, 1_000_000)),
  /** What it serves; anything else is answered 404. Default: `/`, 1 kB. */
  pages: v.optional(v.array(page, 'a list of pages')),
};

interface ServingSettings {
  readonly tls?: ServerTls | undefined;
  readonly port?: number | undefined;
  readonly securePort?: number | undefined;
  readonly http?: readonly HttpVersion[] | undefined;
  readonly maximumConnections?: number | undefined;
  readonly pages?: readonly Page[] | undefined;
}

/** What a server says of its ports and offers; TLS and pages have forms of their own. */
export const servingFields: readonly ParameterField[] = [
  {
    path: ['port'],
    label: 'HTTP port',
    hint: 'Where it serves HTTP/1.1 without TLS.',
    input: { kind: 'whole' },
    byDefault: String(usualPorts.plain),
  },
  {
    path: ['securePort'],
    label: 'HTTPS port',
    hint: 'Where it serves with TLS: HTTP/1.1 and 2 on TCP, HTTP/3 on UDP.',
    input: { kind: 'whole' },
    byDefault: String(usualPorts.secure),
  },
  {
    path: ['http'],
    label: 'Offers with TLS',
    hint: 'The versions that it agrees to in ALPN (RFC 7301); HTTP/3 over QUIC on the same port of UDP.',
    input: {
      kind: 'several',
      choices: httpVersions.map((value) => ({ value, label: `HTTP/${value}` })),
      byDefault: httpVersions,
    },
  },
  {
    path: ['maximumConnections'],
    label: 'Connections at once',
    hint: 'As many as it serves; more wait in the accept queue.',
    input: { kind: 'whole' },
    byDefault: 'no ceiling',
  },
];

/** A server's numbers. */
export function resolveServing(settings: ServingSettings): ServingParameters {
  return {
    listenPort: settings.port ?? usualPorts.plain,
    securePort: settings.securePort ?? usualPorts.secure,
    http: settings.http ?? httpVersions,
    tls: resolveServerTls(settings.tls),
    maximumConnections: settings.maximumConnections ?? Number.MAX_SAFE_INTEGER,
    pages: (settings.pages ?? usualPages).map((one) => ({
      path: one.path,
      size: bytesOf(one.size, '0B'),
      think: nanosecondsOf(one.think, '0s'),
      priority: priorityOf(one),
    })),
  };
}

/** RFC 9218 section 4.1 and 4.2: 3 and not incremental where only the other is said; undefined where nothing is. */
function priorityOf({ urgency, incremental }: Page): ServedPage['priority'] {
  if (urgency === undefined && incremental === undefined) return undefined;
  return { urgency: urgency ?? 3, incremental: incremental ?? false };
}

/** What contradicts itself in a server's settings. */
export function servingProblems(settings: ServingSettings, path: string): Problem[] {
  const paths = (settings.pages ?? []).map((one, at) => ({
    path: `${path}.pages[${at}].path`,
    id: one.path,
  }));
  return [
    ...duplicatesIn(paths).map((problem) => ({ ...problem, allowed: 'each path once' })),
    ...portProblems(settings, path),
  ];
}

/** HTTP with TLS and HTTP without cannot listen at the same TCP port. */
function portProblems(settings: ServingSettings, path: string): Problem[] {
  const { port = usualPorts.plain, securePort = usualPorts.secure } = settings;
  if (port !== securePort) return [];
  const [name, other] = settings.securePort === undefined ? ['port', 'securePort'] : ['securePort', 'port'];
  return [{ path: `${path}.${name}`, what: String(port), allowed: `a port other than its ${other}` }];
}
