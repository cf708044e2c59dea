import { transportErrorNames } from '../../wire/quic/frames/connection-close';
import type { QlogData } from './qlog-event';

/** Errors as qlog names them: `error`, and `error_code` where there is no name. */

/** RFC 9114 section 8.1, as far as qlog has names (draft-ietf-quic-qlog-h3-events-13 section 5.4). */
const http3Errors: Readonly<Record<number, string>> = {
  0x100: 'http_no_error',
  0x101: 'http_general_protocol_error',
  0x102: 'http_internal_error',
  0x103: 'http_stream_creation_error',
  0x104: 'http_closed_critical_stream',
  0x105: 'http_frame_unexpected',
  0x106: 'http_frame_error',
  0x107: 'http_excessive_load',
  0x108: 'http_id_error',
  0x109: 'http_settings_error',
  0x10a: 'http_missing_settings',
  0x10b: 'http_request_rejected',
  0x10c: 'http_request_cancelled',
  0x10d: 'http_request_incomplete',
  0x10f: 'http_connect_error',
  0x110: 'http_version_fallback',
};

export function applicationErrorName(code: number): string | undefined {
  return http3Errors[code];
}

export function transportErrorNameOf(code: number): string | undefined {
  // RFC 9000 section 20.1: 0x0100 to 0x01ff are TLS's alerts.
  if (code >= 0x100 && code <= 0x1ff) return `crypto_error_0x${code.toString(16)}`;
  return transportErrorNames[code]?.toLowerCase();
}

/** An application's error in a frame. */
export function applicationError(code: number): QlogData {
  return named(applicationErrorName(code), code);
}

/** A transport's error in a frame. */
export function transportError(code: number): QlogData {
  return named(transportErrorNameOf(code), code);
}

function named(name: string | undefined, code: number): QlogData {
  return name === undefined ? { error: 'unknown', error_code: code } : { error: name };
}
