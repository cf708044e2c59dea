/** Numbers of HTTP/3: RFC 9114 sections 6.2, 7 and 8, RFC 9204 sections 5 and 6, RFC 9218 section 7.2. */

export const Http3FrameType = {
  data: 0x00,
  headers: 0x01,
  cancelPush: 0x03,
  settings: 0x04,
  pushPromise: 0x05,
  goaway: 0x07,
  maxPushId: 0x0d,
  priorityUpdateRequest: 0xf0700,
  priorityUpdatePush: 0xf0701,
} as const;

export const http3FrameNames: Readonly<Record<number, string>> = {
  0x00: 'DATA',
  0x01: 'HEADERS',
  0x03: 'CANCEL_PUSH',
  0x04: 'SETTINGS',
  0x05: 'PUSH_PROMISE',
  0x07: 'GOAWAY',
  0x0d: 'MAX_PUSH_ID',
  0xf0700: 'PRIORITY_UPDATE',
  0xf0701: 'PRIORITY_UPDATE',
};

/** Types that HTTP/2 had and HTTP/3 forbids: RFC 9114 section 7.2.8. */
export const http3ForbiddenFrameTypes: readonly number[] = [0x02, 0x06, 0x08, 0x09];

/** What a unidirectional stream begins with: RFC 9114 section 6.2, RFC 9204 section 4.2. */
export const Http3StreamType = { control: 0x00, push: 0x01, qpackEncoder: 0x02, qpackDecoder: 0x03 } as const;

export const http3StreamNames: Readonly<Record<number, string>> = {
  0x00: 'control stream',
  0x01: 'push stream',
  0x02: 'QPACK encoder stream',
  0x03: 'QPACK decoder stream',
};

export const Http3Setting = {
  qpackMaxTableCapacity: 0x01,
  maxFieldSectionSize: 0x06,
  qpackBlockedStreams: 0x07,
} as const;

export const http3SettingNames: Readonly<Record<number, string>> = {
  0x01: 'SETTINGS_QPACK_MAX_TABLE_CAPACITY',
  0x06: 'SETTINGS_MAX_FIELD_SECTION_SIZE',
  0x07: 'SETTINGS_QPACK_BLOCKED_STREAMS',
};

/** Settings of HTTP/2 that HTTP/3 forbids: RFC 9114 section 7.2.4.1. */
export const http3ForbiddenSettings: readonly number[] = [0x00, 0x02, 0x03, 0x04, 0x05];

export const Http3Error = {
  noError: 0x0100,
  generalProtocolError: 0x0101,
  internalError: 0x0102,
  streamCreationError: 0x0103,
  closedCriticalStream: 0x0104,
  frameUnexpected: 0x0105,
  frameError: 0x0106,
  excessiveLoad: 0x0107,
  idError: 0x0108,
  settingsError: 0x0109,
  missingSettings: 0x010a,
  requestRejected: 0x010b,
  requestCancelled: 0x010c,
  requestIncomplete: 0x010d,
  messageError: 0x010e,
  connectError: 0x010f,
  versionFallback: 0x0110,
  qpackDecompressionFailed: 0x0200,
  qpackEncoderStreamError: 0x0201,
  qpackDecoderStreamError: 0x0202,
} as const;

export const http3ErrorNames: Readonly<Record<number, string>> = {
  0x0100: 'H3_NO_ERROR',
  0x0101: 'H3_GENERAL_PROTOCOL_ERROR',
  0x0102: 'H3_INTERNAL_ERROR',
  0x0103: 'H3_STREAM_CREATION_ERROR',
  0x0104: 'H3_CLOSED_CRITICAL_STREAM',
  0x0105: 'H3_FRAME_UNEXPECTED',
  0x0106: 'H3_FRAME_ERROR',
  0x0107: 'H3_EXCESSIVE_LOAD',
  0x0108: 'H3_ID_ERROR',
  0x0109: 'H3_SETTINGS_ERROR',
  0x010a: 'H3_MISSING_SETTINGS',
  0x010b: 'H3_REQUEST_REJECTED',
  0x010c: 'H3_REQUEST_CANCELLED',
  0x010d: 'H3_REQUEST_INCOMPLETE',
  0x010e: 'H3_MESSAGE_ERROR',
  0x010f: 'H3_CONNECT_ERROR',
  0x0110: 'H3_VERSION_FALLBACK',
  0x0200: 'QPACK_DECOMPRESSION_FAILED',
  0x0201: 'QPACK_ENCODER_STREAM_ERROR',
  0x0202: 'QPACK_DECODER_STREAM_ERROR',
};
