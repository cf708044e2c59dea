/** HTTP/2 frames: RFC 9113 section 6. Reserved bits are sent as 0 and not read. */

/** Of any frame: RFC 9113 section 4.1. */
export interface Http2FrameHeader {
  /** Bytes of payload behind the header. */
  readonly length: number;
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
}

/** Priority as RFC 7540 had it, deprecated by RFC 9113 section 5.3.2. */
export interface Http2StreamDependency {
  readonly exclusive: boolean;
  readonly dependency: number;
  /** 1 to 256. */
  readonly weight: number;
}

export interface Http2SettingValue {
  readonly identifier: number;
  readonly value: number;
}

/** `padding`: bytes behind the content; undefined: no Pad Length field (PADDED is not set). */
export type Http2Frame =
  | {
      readonly type: 'DATA';
      readonly stream: number;
      readonly endStream: boolean;
      readonly padding?: number;
      readonly data: Uint8Array;
    }
  | {
      readonly type: 'HEADERS';
      readonly stream: number;
      readonly endStream: boolean;
      readonly endHeaders: boolean;
      readonly priority?: Http2StreamDependency;
      readonly padding?: number;
      readonly fragment: Uint8Array;
    }
  | ({ readonly type: 'PRIORITY'; readonly stream: number } & Http2StreamDependency)
  | { readonly type: 'RST_STREAM'; readonly stream: number; readonly error: number }
  | {
      readonly type: 'SETTINGS';
      readonly acknowledges: boolean;
      readonly settings: readonly Http2SettingValue[];
    }
  | {
      readonly type: 'PUSH_PROMISE';
      readonly stream: number;
      readonly promised: number;
      readonly endHeaders: boolean;
      readonly padding?: number;
      readonly fragment: Uint8Array;
    }
  | { readonly type: 'PING'; readonly acknowledges: boolean; readonly opaque: Uint8Array }
  | {
      readonly type: 'GOAWAY';
      readonly lastStream: number;
      readonly error: number;
      readonly debug: Uint8Array;
    }
  | { readonly type: 'WINDOW_UPDATE'; readonly stream: number; readonly increment: number }
  | {
      readonly type: 'CONTINUATION';
      readonly stream: number;
      readonly endHeaders: boolean;
      readonly fragment: Uint8Array;
    }
  | { readonly type: 'PRIORITY_UPDATE'; readonly prioritized: number; readonly value: string }
  | {
      /** A type that RFC 9113 does not know: ignored (section 5.5). */
      readonly type: 'unknown';
      readonly header: Http2FrameHeader;
      readonly payload: Uint8Array;
    };
