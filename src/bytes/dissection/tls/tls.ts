import type { DissectedField, DissectedLayer } from '../../../shared/dissection';
import { TlsContentType, TlsEpoch, tlsEpochs, type TlsRecord } from '../../../shared/trace/tls';
import { authenticationTagBytes } from '../../../wire/cryptography/cryptography';
import { read16 } from '../../../wire/encoding/octets';
import { alertLevelNames, alertNames, TlsVersion, versionName } from '../../../wire/tls/names';
import { recordHeaderBytes } from '../../../wire/tls/record';
import { clipFields } from '../../../wire/dissection/clip';
import { countOf, field, grouped, hexadecimal } from '../../../wire/dissection/field';
import { type HandshakeStretch, handshakeStretch } from './tls-handshake';

/** The TLS records of which a segment carries a part, and what opens them. */
export interface TlsContext {
  /** The version agreed on; TLS 1.3 until then. */
  readonly version: number;
  /** Stream offset of the payload's first byte. */
  readonly offset: number;
  readonly records: readonly RecordContext[];
  /** What is known of a stretch of the application's plaintext, which is `base` bytes into the frame. */
  application(from: number, plaintext: Uint8Array, base: number): DissectedLayer[];
}

export interface RecordContext {
  readonly record: TlsRecord;
  /** The whole record as it is on the wire, and what it carries. */
  readonly bytes: Uint8Array;
  readonly plaintext: Uint8Array;
  /** All handshake bytes of its end and epoch. */
  readonly handshake: Uint8Array;
}

const contentTypeNames: Readonly<Record<number, string>> = {
  20: 'Change Cipher Spec',
  21: 'Alert',
  22: 'Handshake',
  23: 'Application Data',
};
/** RFC 5288 section 3: the part of the nonce that TLS 1.2 sends. */
const explicitNonceBytes = 8;
const openedWith = "decrypted with the lab's keys";

/** The records, or parts of records, in a payload that begins `base` bytes into the frame, and what they carry. */
export function dissectTls(payload: Uint8Array, base: number, context: TlsContext): DissectedLayer[] {
  return context.records.flatMap((one) => {
    const view = new RecordView(one, context.version, base + one.record.offset - context.offset);
    const from = Math.max(base, view.at);
    const to = Math.min(base + payload.length, view.at + one.record.length);
    const layer: DissectedLayer = {
      name: 'Transport Layer Security',
      layer: 6,
      summary: view.summary(from),
      offset: from,
      length: to - from,
      fields: clipFields(view.fields(), from, to),
    };
    return [layer, ...view.application(from, to, context)];
  });
}

/** One record, placed in the frame: `at` may lie before its first byte, where the record began in an earlier segment. */
class RecordView {
  private readonly isProtected: boolean;
  private readonly isTls13: boolean;
  private readonly version: number;
  /**
   * Where the plaintext's first byte is in the frame: under AES-GCM each byte of it is encrypted into one byte of
   * ciphertext, at the same place (RFC 5116 section 5.1).
   */
  private readonly contents: number;

  constructor(
    private readonly context: RecordContext,
    version: number,
    readonly at: number,
  ) {
    const { epoch, type } = context.record;
    this.isTls13 = version === TlsVersion.tls13 || epoch === TlsEpoch.earlyData;
    this.isProtected = epoch !== TlsEpoch.plaintext && type !== TlsContentType.changeCipherSpec;
    const nonce = this.isProtected && !this.isTls13 ? explicitNonceBytes : 0;
    this.contents = at + recordHeaderBytes + nonce;
    this.version = this.isTls13 ? TlsVersion.tls13 : TlsVersion.tls12;
  }

  summary(from: number): string {
    const { record } = this.context;
    const what = this.what();
    const keys = this.isProtected ? `, decrypted with the lab's ${tlsEpochs[record.epoch] ?? ''} keys` : '';
    if (from > this.at)
      return `${what}, continued from byte ${grouped(from - this.at + 1)} of ${grouped(record.length)}${keys}`;
    return `${what}, ${countOf(record.length, 'byte')}${keys}`;
  }

  /** The record's contents in a word: the messages of a handshake, the alert. */
  private what(): string {
    const { record, plaintext } = this.context;
    if (record.type === TlsContentType.handshake) {
      const { names } = this.messages();
      return names.length > 0 ? names.join(', ') : 'Handshake';
    }
    if (record.type === TlsContentType.alert) return `Alert: ${alertNames[plaintext[1]!] ?? 'unknown'}`;
    return contentTypeNames[record.type] ?? 'unknown';
  }

  fields(): DissectedField[] {
    const { bytes, record } = this.context;
    const { at } = this;
    const outer = bytes[0]!;
    const inside =
      outer === record.type
        ? {}
        : { note: `as of all that is protected; inside: ${contentTypeNames[record.type] ?? record.type}` };
    const version = read16(bytes, 1);
    return [
      field('Content Type', contentTypeNames[outer] ?? outer, at, 1, inside),
      field('Legacy Record Version', hexadecimal(version, 4), at + 1, 2, { note: versionName(version) }),
      field('Length', read16(bytes, 3), at + 3, 2),
      ...(this.isProtected ? this.protectedFields() : this.contentFields()),
    ];
  }

  private protectedFields(): DissectedField[] {
    const { record, plaintext } = this.context;
    const end = this.at + record.length - authenticationTagBytes;
    const inner = this.contents + plaintext.length;
    const children = this.contentFields();
    const nonce = countOf(explicitNonceBytes, 'byte');
    return [
      ...(this.isTls13
        ? []
        : [field('Explicit Nonce', nonce, this.contents - explicitNonceBytes, explicitNonceBytes)]),
      field('Encrypted Contents', countOf(plaintext.length, 'byte'), this.contents, plaintext.length, {
        note: `${openedWith}; record ${grouped(record.sequence)} of its epoch`,
        children,
      }),
      ...(this.isTls13
        ? [
            field('Inner Content Type', contentTypeNames[record.type] ?? record.type, inner, 1, {
              note: openedWith,
            }),
          ]
        : []),
      ...(end > inner + 1
        ? [field('Padding', countOf(end - inner - 1, 'byte'), inner + 1, end - inner - 1)]
        : []),
      field('Authentication Tag', countOf(authenticationTagBytes, 'byte'), end, authenticationTagBytes),
    ];
  }

  private contentFields(): DissectedField[] {
    const { record, plaintext } = this.context;
    const { contents } = this;
    switch (record.type) {
      case TlsContentType.handshake:
        return [...this.messages().fields];
      case TlsContentType.alert: {
        const [level = 0, description = 0] = plaintext;
        return [
          field('Level', level, contents, 1, { note: alertLevelNames[level] ?? 'unknown' }),
          field('Description', description, contents + 1, 1, { note: alertNames[description] ?? 'unknown' }),
        ];
      }
      case TlsContentType.changeCipherSpec:
        // RFC 8446 appendix D.4.
        return [
          field(
            'Change Cipher Spec',
            plaintext[0]!,
            contents,
            1,
            this.isTls13 ? { note: 'for middleboxes alone' } : {},
          ),
        ];
      default:
        return [
          field('Application Data', countOf(plaintext.length, 'byte'), contents, plaintext.length, {
            note: `bytes ${grouped(record.from + 1)} to ${grouped(record.from + plaintext.length)} of the plaintext`,
          }),
        ];
    }
  }

  private messages(): HandshakeStretch {
    const { record, handshake } = this.context;
    return handshakeStretch(handshake, this.version, record.from, record.bytes, this.contents);
  }

  /** The application's bytes as far as they lie between `from` and `to` of the frame. */
  application(from: number, to: number, context: TlsContext): DissectedLayer[] {
    const { record, plaintext } = this.context;
    if (record.type !== TlsContentType.applicationData) return [];
    const first = Math.max(from, this.contents) - this.contents;
    const last = Math.min(to, this.contents + plaintext.length) - this.contents;
    if (last <= first) return [];
    const stretch = plaintext.subarray(first, last);
    return context.application(record.from + first, stretch, this.contents + first);
  }
}

/** The handshake messages that a CRYPTO frame of QUIC carries: `length` bytes of `stream`, `base` bytes into the frame. */
export function dissectCrypto(
  stream: Uint8Array,
  from: number,
  length: number,
  base: number,
): DissectedLayer {
  const { names, fields } = handshakeStretch(stream, TlsVersion.tls13, from, length, base);
  const summary = `${names.join(', ') || 'Handshake'}, ${countOf(length, 'byte')} from offset ${grouped(from)}`;
  return { name: 'Transport Layer Security', layer: 6, summary, offset: base, length, fields };
}
