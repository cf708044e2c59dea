import type { FieldLine } from '../../../wire/hpack/field-line';
import type { Http3SettingValue } from '../../../wire/http3/frame';
import type { DecoderInstruction } from '../../../wire/qpack/instructions';

/** What crosses the streams of an HTTP/3 connection: what the bytes say, and which request of the lab they belong to. */
export type Http3Carried =
  /** What a unidirectional stream begins with. */
  | { readonly type: 'stream type'; readonly number: number }
  | { readonly type: 'SETTINGS'; readonly settings: readonly Http3SettingValue[] }
  | { readonly type: 'GOAWAY'; readonly identifier: number }
  | {
      readonly type: 'HEADERS';
      readonly fields: readonly FieldLine[];
      /** Entries of the dynamic table that it needs. */
      readonly requiredInsertCount: number;
      readonly request: number;
    }
  | { readonly type: 'DATA'; readonly bytes: number }
  /** QPACK instructions that add so many entries. */
  | { readonly type: 'insertions'; readonly count: number }
  | { readonly type: 'decoder instruction'; readonly instruction: DecoderInstruction };
