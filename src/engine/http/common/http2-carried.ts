import type { FieldLine } from '../../../wire/hpack/field-line';
import type { Http2SettingValue } from '../../../wire/http2/frame';

/** HTTP/2 frames as they cross a connection: what their bytes say, and which request of the lab they belong to. */
export type Http2Carried =
  | {
      readonly type: 'SETTINGS';
      readonly acknowledges: boolean;
      readonly settings: readonly Http2SettingValue[];
    }
  | {
      readonly type: 'HEADERS';
      readonly stream: number;
      readonly endStream: boolean;
      readonly fields: readonly FieldLine[];
      readonly request: number;
    }
  | { readonly type: 'DATA'; readonly stream: number; readonly endStream: boolean; readonly bytes: number }
  | { readonly type: 'RST_STREAM'; readonly stream: number; readonly error: number }
  | { readonly type: 'PING'; readonly acknowledges: boolean; readonly opaque: Uint8Array }
  | { readonly type: 'GOAWAY'; readonly lastStream: number; readonly error: number }
  | { readonly type: 'WINDOW_UPDATE'; readonly stream: number; readonly increment: number };
