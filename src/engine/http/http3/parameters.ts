/** What an end of an HTTP/3 connection lets its peer do with QPACK: RFC 9204 section 5. */
export interface Http3Parameters {
  /** Bytes of the dynamic table; 0: none is used. */
  readonly tableCapacity: number;
  /** Streams that may wait for the encoder stream; 0: nothing is referred to that has not arrived, so none ever waits. */
  readonly blockedStreams: number;
}

export const http3Defaults: Http3Parameters = { tableCapacity: 4096, blockedStreams: 0 };
