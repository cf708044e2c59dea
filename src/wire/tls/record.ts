import { TlsContentType } from './names';
import { type Decoded, refuse } from '../encoding/decoded';
import { read16, write16 } from '../encoding/octets';

/** TLS records as they are on the wire: RFC 8446 section 5.1, RFC 5246 section 6.2. */

export const recordHeaderBytes = 5;
/** What a record's header says, for the sake of what lies in between: TLS 1.2 (RFC 8446 section 5.1). */
export const legacyRecordVersion = 0x0303;
/** A ClientHello's record may say TLS 1.0 (RFC 8446 section 5.1). */
export const firstRecordVersion = 0x0301;
/** 2^14 bytes of plaintext and, in TLS 1.2, as many as 2048 of protection (RFC 5246 section 6.2.3). */
const longestFragment = 16_384 + 2_048;

export interface RecordHeader {
  /** TlsContentType; under protection TLS 1.3 says application data of everything. */
  readonly type: number;
  readonly version: number;
  /** Bytes that follow the header. */
  readonly length: number;
}

/** A record around a fragment. */
export function encodeRecord(type: number, version: number, fragment: Uint8Array): Uint8Array {
  const record = new Uint8Array(recordHeaderBytes + fragment.length);
  record.set(recordHeader(type, version, fragment.length));
  record.set(fragment, recordHeaderBytes);
  return record;
}

/** The five bytes ahead of a fragment of `length` bytes. */
export function recordHeader(type: number, version: number, length: number): Uint8Array {
  const header = new Uint8Array(recordHeaderBytes);
  header[0] = type;
  write16(header, 1, version);
  write16(header, 3, length);
  return header;
}

const contentTypes: ReadonlySet<number> = new Set(Object.values(TlsContentType));

/** Reads the header at `at`; the fragment need not be there. */
export function decodeRecordHeader(bytes: Uint8Array, at = 0): Decoded<RecordHeader> {
  const left = bytes.length - at;
  if (left < recordHeaderBytes)
    return refuse(at, `${Math.max(0, left)} bytes of a record's header`, '5 bytes');
  const type = bytes[at]!;
  if (!contentTypes.has(type)) return refuse(at, `content type ${type}`, '20, 21, 22 or 23');
  const version = read16(bytes, at + 1);
  if (version >>> 8 !== 3) return refuse(at + 1, `version 0x${version.toString(16)}`, '0x0300 to 0x03ff');
  const length = read16(bytes, at + 3);
  if (length > longestFragment)
    return refuse(at + 3, `a fragment of ${length} bytes`, `at most ${longestFragment} bytes`);
  return { ok: true, value: { type, version, length } };
}
