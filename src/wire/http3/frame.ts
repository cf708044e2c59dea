/** HTTP/3 frames: RFC 9114 section 7.2; PRIORITY_UPDATE: RFC 9218 section 7.2. */

export interface Http3SettingValue {
  readonly identifier: number;
  readonly value: number;
}

/** `section`: a field section as QPACK encodes it. */
export type Http3Frame =
  | { readonly type: 'DATA'; readonly data: Uint8Array }
  | { readonly type: 'HEADERS'; readonly section: Uint8Array }
  | { readonly type: 'CANCEL_PUSH'; readonly push: number }
  | { readonly type: 'SETTINGS'; readonly settings: readonly Http3SettingValue[] }
  | { readonly type: 'PUSH_PROMISE'; readonly push: number; readonly section: Uint8Array }
  /** `identifier`: of a request stream where a server sends it, of a push where a client does. */
  | { readonly type: 'GOAWAY'; readonly identifier: number }
  | { readonly type: 'MAX_PUSH_ID'; readonly push: number }
  | {
      readonly type: 'PRIORITY_UPDATE';
      readonly prioritizes: 'request' | 'push';
      readonly identifier: number;
      readonly value: string;
    }
  /** A type that RFC 9114 does not know: ignored (section 9). */
  | { readonly type: 'unknown'; readonly number: number; readonly payload: Uint8Array };
