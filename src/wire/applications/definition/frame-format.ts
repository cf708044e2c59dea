/** One frame of a flow that sends at a beat: a call's, a sensor's. */
export interface FrameMade {
  /** Of its flow, from 0. */
  readonly number: number;
  /** When it was made, nanoseconds from the flow's first. */
  readonly time: number;
  /** Which flow of the run it is of. */
  readonly flow: number;
  /** Bytes behind the header. */
  readonly payloadBytes: number;
}

/** How an application writes frames that are sent at a beat, each on its own. */
export interface FrameFormat {
  /** The port that the first flow of a run goes to. Each further one takes the second port after that (RFC 3550 section 11). */
  readonly firstPort: number;
  /** Bytes of a header, with what separates frames in a byte stream. */
  headerBytes(carrier: 'udp' | 'tcp'): number;
  /** What stands ahead of a frame's payload. */
  header(frame: FrameMade, carrier: 'udp' | 'tcp'): Uint8Array;
}
