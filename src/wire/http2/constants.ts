/** Numbers of HTTP/2: RFC 9113 sections 3.4, 6, 7 and 11; RFC 9218 section 7.1 for PRIORITY_UPDATE. */

/** What a client begins its connection with, RFC 9113 section 3.4. */
export const http2Preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
export const http2FrameHeaderBytes = 9;
/** SETTINGS_MAX_FRAME_SIZE where nothing was said, and the most that it can be: RFC 9113 section 6.5.2. */
export const http2InitialFrameSize = 16_384;
export const http2LargestFrameSize = 2 ** 24 - 1;
/** Flow-control windows to begin with, bytes: RFC 9113 section 6.9.2. */
export const http2InitialWindow = 65_535;

export const Http2FrameType = {
  data: 0x00,
  headers: 0x01,
  priority: 0x02,
  rstStream: 0x03,
  settings: 0x04,
  pushPromise: 0x05,
  ping: 0x06,
  goaway: 0x07,
  windowUpdate: 0x08,
  continuation: 0x09,
  priorityUpdate: 0x10,
} as const;

export const http2FrameNames: Readonly<Record<number, string>> = {
  0x00: 'DATA',
  0x01: 'HEADERS',
  0x02: 'PRIORITY',
  0x03: 'RST_STREAM',
  0x04: 'SETTINGS',
  0x05: 'PUSH_PROMISE',
  0x06: 'PING',
  0x07: 'GOAWAY',
  0x08: 'WINDOW_UPDATE',
  0x09: 'CONTINUATION',
  0x10: 'PRIORITY_UPDATE',
};

export const Http2Flag = {
  endStream: 0x01,
  ack: 0x01,
  endHeaders: 0x04,
  padded: 0x08,
  priority: 0x20,
} as const;

export const Http2Setting = {
  headerTableSize: 0x01,
  enablePush: 0x02,
  maxConcurrentStreams: 0x03,
  initialWindowSize: 0x04,
  maxFrameSize: 0x05,
  maxHeaderListSize: 0x06,
  /** RFC 9218 section 2.1. */
  noRfc7540Priorities: 0x09,
} as const;

export const http2SettingNames: Readonly<Record<number, string>> = {
  0x01: 'SETTINGS_HEADER_TABLE_SIZE',
  0x02: 'SETTINGS_ENABLE_PUSH',
  0x03: 'SETTINGS_MAX_CONCURRENT_STREAMS',
  0x04: 'SETTINGS_INITIAL_WINDOW_SIZE',
  0x05: 'SETTINGS_MAX_FRAME_SIZE',
  0x06: 'SETTINGS_MAX_HEADER_LIST_SIZE',
  0x09: 'SETTINGS_NO_RFC7540_PRIORITIES',
};

/** RFC 9113 section 7; index = the code. */
export const http2ErrorNames = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

export const Http2Error = {
  noError: 0,
  protocolError: 1,
  internalError: 2,
  flowControlError: 3,
  settingsTimeout: 4,
  streamClosed: 5,
  frameSizeError: 6,
  refusedStream: 7,
  cancel: 8,
  compressionError: 9,
  connectError: 10,
  enhanceYourCalm: 11,
  inadequateSecurity: 12,
  http11Required: 13,
} as const;
