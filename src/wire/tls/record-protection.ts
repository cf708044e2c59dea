import { TlsContentType } from './names';
import { authenticationTagBytes, type Cryptography } from '../cryptography/cryptography';
import { type Decoded, refuse } from '../encoding/decoded';
import { recordNonce } from '../cryptography/nonce';
import type { TrafficKeys } from './key-schedule';
import { decodeRecordHeader, legacyRecordVersion, recordHeader, recordHeaderBytes } from './record';

/** TLS 1.3's record protection: RFC 8446 section 5.2 to 5.4. */

/** Header, the true content type behind the plaintext, and the tag. */
export const recordOverhead = recordHeaderBytes + 1 + authenticationTagBytes;

export interface OpenedRecord {
  /** TlsContentType of what is inside. */
  readonly type: number;
  readonly plaintext: Uint8Array;
  /** Zeros behind the content type. */
  readonly padding: number;
}

/** A whole sealed record, with `padding` zeros hidden behind its contents. */
export function sealRecord(
  cryptography: Cryptography,
  keys: TrafficKeys,
  sequence: number,
  type: number,
  plaintext: Uint8Array,
  padding = 0,
): Uint8Array {
  const inner = new Uint8Array(plaintext.length + 1 + padding);
  inner.set(plaintext);
  inner[plaintext.length] = type;
  const header = recordHeader(
    TlsContentType.applicationData,
    legacyRecordVersion,
    inner.length + authenticationTagBytes,
  );
  // The header itself is what the tag vouches for besides (section 5.2).
  const sealed = cryptography.aesGcmSeal(keys.key, recordNonce(keys.iv, sequence), header, inner);
  const record = new Uint8Array(header.length + sealed.length);
  record.set(header);
  record.set(sealed, header.length);
  return record;
}

/** Opens one whole record. */
export function openRecord(
  cryptography: Cryptography,
  keys: TrafficKeys,
  sequence: number,
  record: Uint8Array,
): Decoded<OpenedRecord> {
  const header = decodeRecordHeader(record);
  if (!header.ok) return header;
  if (header.value.type !== TlsContentType.applicationData)
    return refuse(0, `content type ${header.value.type}`, '23, as all that is protected');
  const left = record.length - recordHeaderBytes;
  if (header.value.length !== left) return refuse(3, `${left} bytes of fragment`, `${header.value.length}`);
  const inner = cryptography.aesGcmOpen(
    keys.key,
    recordNonce(keys.iv, sequence),
    record.subarray(0, recordHeaderBytes),
    record.subarray(recordHeaderBytes),
  );
  if (!inner) return refuse(recordHeaderBytes, 'a tag that does not fit', 'the tag of these keys and number');
  let end = inner.length;
  while (end > 0 && inner[end - 1] === 0) end -= 1;
  // Section 5.4: plaintext of nothing but zeros has no content type.
  if (end === 0) return refuse(recordHeaderBytes, 'no content type', 'a byte that is not zero');
  const padding = inner.length - end;
  return { ok: true, value: { type: inner[end - 1]!, plaintext: inner.slice(0, end - 1), padding } };
}
