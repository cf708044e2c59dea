import type { CongestionControlName } from '../policies/congestion/list';
import { bytesOf, nanosecondsOf } from '../schema/quantities';
import type { Http2Settings, HttpVersion, QuicSettings, ServerTls } from './protocol-settings';

/** TLS, QUIC and HTTP as numbers: durations in nanoseconds, sizes in bytes. Defaults: docs/http.md. */

export interface ServerTlsParameters {
  /** Newest first: 0x0304 is TLS 1.3, 0x0303 TLS 1.2. */
  readonly versions: readonly number[];
  readonly certificateBytes: number;
  readonly tickets: number;
  readonly acceptsEarlyData: boolean;
  readonly processing: number;
  readonly processingResumed: number;
}

export interface QuicHostParameters {
  readonly idleTimeout: number;
  readonly maximumData: number;
  readonly maximumStreamData: number;
  readonly maximumStreams: number;
  readonly maximumAckDelay: number;
  readonly initialRoundTrip: number;
  readonly congestionControl: CongestionControlName;
  readonly initialWindow: number;
  readonly maximumDatagram: number;
}

export interface Http2Parameters {
  readonly connectionWindow: number;
  readonly streamWindow: number;
  readonly maximumStreams: number;
  readonly maximumFrame: number;
  readonly dataFrame: number;
}

export const tlsVersionNumbers = { '1.2': 0x0303, '1.3': 0x0304 } as const;

/** ALPN's names for HTTP versions (RFC 7301, RFC 9113 section 3.2, RFC 9114 section 3.1). */
export const applicationProtocols: Readonly<Record<HttpVersion, string>> = {
  '1.1': 'http/1.1',
  '2': 'h2',
  '3': 'h3',
};

/** A server's TLS with the defaults filled in. */
export function resolveServerTls(settings: ServerTls = {}): ServerTlsParameters {
  const versions = settings.versions ?? ['1.3', '1.2'];
  return {
    versions: versions.map((version) => tlsVersionNumbers[version]).sort((left, right) => right - left),
    certificateBytes: bytesOf(settings.certificate, '3kB'),
    tickets: settings.tickets ?? 2,
    acceptsEarlyData: settings.earlyData ?? true,
    processing: nanosecondsOf(settings.handshakeTime, '0s'),
    processingResumed: nanosecondsOf(settings.resumptionTime, '0s'),
  };
}

/** QUIC with the defaults filled in: RFC 9000 and 9002 where they name one, else Chromium's. */
export function resolveQuic(settings: QuicSettings = {}): QuicHostParameters {
  return {
    // What is announced holds at both ends (RFC 9000 section 10.1), and it is announced in milliseconds.
    idleTimeout: Math.ceil(nanosecondsOf(settings.idleTimeout, '30s') / 1e6) * 1e6,
    maximumData: bytesOf(settings.connectionWindow, '15MiB'),
    maximumStreamData: bytesOf(settings.streamWindow, '6MiB'),
    maximumStreams: settings.maximumStreams ?? 100,
    maximumAckDelay: nanosecondsOf(settings.acknowledgementDelay, '25ms'),
    initialRoundTrip: nanosecondsOf(settings.initialRoundTrip, '333ms'),
    congestionControl: settings.congestionControl ?? 'cubic',
    initialWindow: settings.initialWindow ?? 10,
    maximumDatagram: settings.datagramSize ?? 1452,
  };
}

/** HTTP/2 with the defaults filled in: windows as Chromium opens them, frames as RFC 9113 section 6.5.2. */
export function resolveHttp2(settings: Http2Settings = {}): Http2Parameters {
  return {
    connectionWindow: bytesOf(settings.connectionWindow, '15MiB'),
    streamWindow: bytesOf(settings.streamWindow, '6MiB'),
    maximumStreams: settings.maximumStreams ?? 100,
    maximumFrame: settings.maximumFrame ?? 16_384,
    dataFrame: bytesOf(settings.dataFrame, '16375B'),
  };
}
