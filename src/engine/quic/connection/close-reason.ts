import { AppError } from '../../../shared/trace/record';

/** RFC 9000 section 20.1. */
const connectionRefused = 0x02;
/** RFC 9000 section 20.1: 0x0100 and the alert's number. */
const firstCryptoError = 0x100;
const lastCryptoError = 0x1ff;
/** RFC 9114 section 8.1: H3_NO_ERROR. */
const http3NoError = 0x100;

/** What an application is told of the peer's CONNECTION_CLOSE: an AppError, or 0 where there is nothing wrong. */
export function closeReason(error: number, isApplications: boolean): number {
  if (error === 0 || (isApplications && error === http3NoError)) return 0;
  if (isApplications) return AppError.reset;
  if (error === connectionRefused) return AppError.refused;
  return error >= firstCryptoError && error <= lastCryptoError ? AppError.tlsAlert : AppError.reset;
}
