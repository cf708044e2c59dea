import type { CongestionControlName } from '../policies/congestion/list';
import { bytesOf, nanosecondsOf } from '../schema/quantities';
import { timeWaitPresets, type TcpSettings } from './protocol-settings';

/** TCP's parameters as numbers: durations in nanoseconds, sizes in bytes. Defaults are Linux's (see docs/tcp.md). */
export interface TcpParameters {
  /** 0: the link's MTU less 40. */
  readonly maximumSegmentSize: number;
  readonly timestamps: boolean;
  readonly selectiveAcknowledgement: boolean;
  /** -1: no window scaling. */
  readonly windowScale: number;
  readonly receiveBuffer: number;
  readonly sendBuffer: number;
  readonly timeWait: number;
  readonly timeWaitReuse: boolean;
  readonly delayedAcknowledgement: number;
  readonly quickAcknowledgements: number;
  readonly nagle: boolean;
  readonly congestionControl: CongestionControlName;
  readonly initialWindow: number;
  readonly initialRetransmissionTimeout: number;
  readonly minimumRetransmissionTimeout: number;
  readonly maximumRetransmissionTimeout: number;
  readonly synRetries: number;
  readonly synLinearTimeouts: number;
  readonly synAckRetries: number;
  readonly retries: number;
  readonly tailLossProbe: boolean;
  readonly explicitCongestionNotification: boolean;
  readonly keepAlive:
    { readonly idle: number; readonly interval: number; readonly probes: number } | undefined;
  readonly ephemeralPorts: { readonly from: number; readonly to: number };
  /** Addresses of each port, from its first on, that connections are opened from in turn. */
  readonly sourceAddresses: number;
  readonly synBacklog: number;
  readonly acceptQueue: number;
  readonly synCookies: boolean;
  readonly acceptOverflow: 'drop' | 'reset';
}

/** TCP's parameters with the defaults filled in. */
export function resolveTcp(settings: TcpSettings = {}): TcpParameters {
  const timeWait = settings.timeWait ?? 'linux';
  const preset = Object.entries(timeWaitPresets).find(([name]) => name === timeWait)?.[1];
  const alive = settings.keepAlive;
  return {
    maximumSegmentSize: settings.maximumSegmentSize ?? 0,
    timestamps: settings.timestamps ?? true,
    selectiveAcknowledgement: settings.selectiveAcknowledgement ?? true,
    windowScale: settings.windowScale === false ? -1 : (settings.windowScale ?? 7),
    receiveBuffer: bytesOf(settings.receiveBuffer, '4MiB'),
    sendBuffer: bytesOf(settings.sendBuffer, '4MiB'),
    timeWait: nanosecondsOf(preset ?? timeWait, '60s'),
    timeWaitReuse: settings.timeWaitReuse ?? false,
    delayedAcknowledgement: nanosecondsOf(settings.delayedAcknowledgement, '40ms'),
    quickAcknowledgements: settings.quickAcknowledgements ?? 16,
    nagle: settings.nagle ?? true,
    congestionControl: settings.congestionControl ?? 'cubic',
    initialWindow: settings.initialWindow ?? 10,
    initialRetransmissionTimeout: nanosecondsOf(settings.initialRetransmissionTimeout, '1s'),
    minimumRetransmissionTimeout: nanosecondsOf(settings.minimumRetransmissionTimeout, '200ms'),
    maximumRetransmissionTimeout: nanosecondsOf(settings.maximumRetransmissionTimeout, '120s'),
    synRetries: settings.synRetries ?? 6,
    synLinearTimeouts: settings.synLinearTimeouts ?? 4,
    synAckRetries: settings.synAckRetries ?? 5,
    retries: settings.retries ?? 15,
    tailLossProbe: settings.tailLossProbe ?? true,
    explicitCongestionNotification: settings.explicitCongestionNotification ?? false,
    keepAlive: alive && {
      idle: nanosecondsOf(alive.idle, '0s'),
      interval: nanosecondsOf(alive.interval, '0s'),
      probes: alive.probes,
    },
    ephemeralPorts: settings.ephemeralPorts ?? { from: 32768, to: 60999 },
    sourceAddresses: settings.sourceAddresses ?? 1,
    synBacklog: settings.synBacklog ?? 4096,
    acceptQueue: settings.acceptQueue ?? 4096,
    synCookies: settings.synCookies ?? true,
    acceptOverflow: settings.acceptOverflow ?? 'drop',
  };
}
