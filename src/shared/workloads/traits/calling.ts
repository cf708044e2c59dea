/** The trait of those who send frames that are wanted at their moments. */
export interface CallingParameters {
  /** Bytes of a frame. */
  readonly frameSize: number;
  /** How long after it was made a frame is shown, nanoseconds. */
  readonly playout: number;
}
