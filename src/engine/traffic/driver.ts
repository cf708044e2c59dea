/** Makes a workload happen. */
export interface Driver {
  /** Schedules its first event. */
  schedule(): void;
  /** EventKind.workload: its next event has come. */
  next(): void;
}
