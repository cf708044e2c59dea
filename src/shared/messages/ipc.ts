import * as v from 'valibot';
import { exportFormats, themeChoices } from './messages';

/** The names and argument shapes of all that the renderer may send to main. What is not listed here is refused. */

/** Where the window's page comes from: a scheme of the app's own, served from its folder. */
export const appOrigin = 'app://hoplab';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const scenarioId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));
const run = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const label = v.pipe(v.string(), v.maxLength(4096));
/** A lab document is checked as a whole where it is used, so that every problem can be told. */
const document = v.unknown();

/** Calls that are answered. Arguments are always all sent, `undefined` where one is left out. */
export const invokeArguments = {
  'hoplab:initial-lab': v.strictTuple([]),
  'hoplab:list-scenarios': v.strictTuple([]),
  'hoplab:open-scenario': v.strictTuple([scenarioId]),
  'hoplab:open-lab': v.strictTuple([v.optional(path)]),
  'hoplab:open-dropped': v.strictTuple([path]),
  'hoplab:recent-labs': v.strictTuple([]),
  'hoplab:save-lab': v.strictTuple([document, v.optional(path)]),
  'hoplab:run': v.strictTuple([document]),
  'hoplab:stop': v.strictTuple([run]),
  'hoplab:inspect': v.strictTuple([run, index, v.optional(index)]),
  'hoplab:claims': v.strictTuple([run]),
  'hoplab:export-trace': v.strictTuple([
    run,
    v.picklist(exportFormats),
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(1000)),
  ]),
  'hoplab:machines': v.strictTuple([]),
} as const;
export type InvokeChannel = keyof typeof invokeArguments;
export type InvokeArguments<C extends InvokeChannel> = v.InferOutput<(typeof invokeArguments)[C]>;

/** Messages that are not answered. */
export const messageArguments = {
  'hoplab:set-edited': v.strictTuple([label, v.boolean()]),
  'hoplab:set-theme': v.strictTuple([v.picklist(themeChoices)]),
  'hoplab:copy-text': v.strictTuple([v.pipe(v.string(), v.maxLength(16 * 1024 * 1024))]),
  'hoplab:close-run': v.strictTuple([run]),
  /** A batch of the run has been taken in: the worker may send one more. */
  'hoplab:acknowledge-batch': v.strictTuple([run]),
  /** The moment asked for is on screen, or why it is not. */
  'hoplab:moment-shown': v.strictTuple([v.optional(v.pipe(v.string(), v.maxLength(4096)))]),
} as const;
export type MessageChannel = keyof typeof messageArguments;
export type MessageArguments<C extends MessageChannel> = v.InferOutput<(typeof messageArguments)[C]>;

/** Events from main to the window. */
export const eventChannels = {
  run: 'hoplab:run-event',
  menuCommand: 'hoplab:menu-command',
  opened: 'hoplab:opened',
  showMoment: 'hoplab:show-moment',
} as const;
