import type { Dissection } from '../dissection';
import type { ClaimResult } from '../lab/claims';
import type { LabDocument } from '../lab/document';
import type { ExportFormat, MachineDescription, Moment } from './messages';
import type { TraceBatch } from '../trace/trace';

/** What main and the engine's worker thread say to each other. One worker runs one lab; questions may come at any time. */

/** What main may ask about the engine, and what the answer is: with a run or without. */
export interface EngineQuestions {
  /** The state machines that the engine runs. */
  machines: { readonly ask: object; readonly answer: readonly MachineDescription[] };
}

/** What main may ask about the thread's run. */
export interface RunQuestions {
  /** Ends the run where it is; the trace so far stays. Answered when the last batch has been sent. */
  stop: { readonly ask: object; readonly answer: undefined };
  /** A packet's bytes and fields, with the TTL that it has at a `link.*` record. */
  packet: {
    readonly ask: { readonly packet: number; readonly record: number | undefined };
    readonly answer: Dissection | undefined;
  };
  /** The document's claims, each held against what was measured of the trace so far. */
  claims: { readonly ask: object; readonly answer: readonly ClaimResult[] };
  /** Writes the trace so far into a file that main has made; answers with its size in bytes. */
  export: {
    readonly ask: {
      readonly format: ExportFormat;
      readonly file: string;
      /** Where a packet capture is taken; none: at the servers. */
      readonly capture: readonly string[];
    };
    readonly answer: number;
  };
  /** A moment that makes a good picture; undefined where nothing was sent. */
  moment: { readonly ask: object; readonly answer: Moment | undefined };
}
export type RunTopic = keyof RunQuestions;
export type WorkerQuestions = EngineQuestions & RunQuestions;
export type WorkerTopic = keyof WorkerQuestions;

/** A question with its number, which the answer repeats. */
export type NumberedQuestion = {
  [T in WorkerTopic]: {
    readonly type: 'ask';
    readonly number: number;
    readonly about: T;
  } & WorkerQuestions[T]['ask'];
}[WorkerTopic];

export type WorkerRequest =
  | { readonly type: 'run'; readonly document: LabDocument }
  /** A batch was taken in. */
  | { readonly type: 'acknowledge' }
  | NumberedQuestion;

export type WorkerReply =
  | { readonly type: 'batch'; readonly batch: TraceBatch; readonly simulatedTo: number }
  | {
      readonly type: 'finished';
      readonly simulatedTo: number;
      readonly records: number;
      readonly traceHash: string;
    }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'answer'; readonly number: number; readonly answer: unknown }
  | { readonly type: 'refused'; readonly number: number; readonly message: string };

/** Batches that may be on their way before the window has taken one in: bounds what a fast run keeps in flight. */
export const batchesInFlight = 4;
