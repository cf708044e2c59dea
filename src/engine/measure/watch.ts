import type { ByKind } from '../../shared/trace/record-table';

/** What is done with a record while a trace is gone over. */
export type Watched = (seq: number) => void;

/** The same for records of some kinds, in their order. */
export type Watch = ByKind<Watched>;
