import * as v from 'valibot';
import {
  resolveHttp2,
  resolveQuic,
  type Http2Parameters,
  type QuicHostParameters,
} from '../../protocols/protocol-parameters';
import {
  Http2SettingsSchema,
  QuicSettingsSchema,
  TcpSettingsSchema,
  type Http2Settings,
  type QuicSettings,
  type TcpSettings,
} from '../../protocols/protocol-settings';
import { resolveTcp, type TcpParameters } from '../../protocols/tcp-parameters';
import type { Problem } from '../../schema/problem';

/** The trait of those that have transports. */
export interface HostParameters {
  readonly tcp: TcpParameters;
  readonly quic: QuicHostParameters;
  readonly http2: Http2Parameters;
}

export const hostSettings = {
  tcp: v.optional(TcpSettingsSchema),
  quic: v.optional(QuicSettingsSchema),
  http2: v.optional(Http2SettingsSchema),
};

interface HostSettings {
  readonly tcp?: TcpSettings | undefined;
  readonly quic?: QuicSettings | undefined;
  readonly http2?: Http2Settings | undefined;
}

/** A host's numbers. */
export function resolveHost({ tcp, quic, http2 }: HostSettings): HostParameters {
  return { tcp: resolveTcp(tcp), quic: resolveQuic(quic), http2: resolveHttp2(http2) };
}

/** What contradicts itself in a host's settings. */
export function hostProblems({ tcp }: HostSettings, path: string): Problem[] {
  return tcp ? tcpProblems(tcp, `${path}.tcp`) : [];
}

function tcpProblems(settings: TcpSettings, path: string): Problem[] {
  const problems: Problem[] = [];
  const ports = settings.ephemeralPorts;
  if (ports && ports.from > ports.to) {
    const allowed = `a last port not below the first, ${ports.from}`;
    problems.push({ path: `${path}.ephemeralPorts.to`, what: String(ports.to), allowed });
  }
  const { minimumRetransmissionTimeout: least, maximumRetransmissionTimeout: most } = resolveTcp(settings);
  if (least > most) {
    const given = settings.minimumRetransmissionTimeout === undefined ? 'maximum' : 'minimum';
    problems.push({
      path: `${path}.${given}RetransmissionTimeout`,
      what: JSON.stringify(settings[`${given}RetransmissionTimeout`]),
      allowed: 'a minimum not above the maximum (defaults: 200ms and 120s)',
    });
  }
  return problems;
}
