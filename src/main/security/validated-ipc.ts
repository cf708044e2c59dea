import { BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import {
  invokeArguments,
  messageArguments,
  type InvokeArguments,
  type InvokeChannel,
  type MessageArguments,
  type MessageChannel,
} from '../../shared/messages/ipc';
import { isOwnAddress } from './page-address';

/** What main does for each call; the window is the one that called. */
export type InvokeHandlers = {
  [C in InvokeChannel]: (window: BrowserWindow, ...given: InvokeArguments<C>) => unknown;
};
export type MessageHandlers = {
  [C in MessageChannel]: (window: BrowserWindow, ...given: MessageArguments<C>) => void;
};

/**
 * Answers the window's calls. A call is refused unless it comes from the main frame of one of the app's windows,
 * showing the app's own page, and its arguments have the shape that `src/shared/ipc.ts` gives. Channels that are
 * not listed there have no listener, so Electron refuses them.
 */
export function listen(calls: InvokeHandlers, messages: MessageHandlers): void {
  for (const channel of Object.keys(invokeArguments) as InvokeChannel[]) {
    const handler = calls[channel] as (window: BrowserWindow, ...given: unknown[]) => unknown;
    ipcMain.handle(channel, (event, ...given: unknown[]) =>
      handler(windowOf(event, channel), ...checked(channel, invokeArguments[channel], given)),
    );
  }
  for (const channel of Object.keys(messageArguments) as MessageChannel[]) {
    const handler = messages[channel] as (window: BrowserWindow, ...given: unknown[]) => void;
    ipcMain.on(channel, (event, ...given: unknown[]) => {
      try {
        handler(windowOf(event, channel), ...checked(channel, messageArguments[channel], given));
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    });
  }
}

/** The window whose own page sent a message. Throws a TypeError for every other sender. */
function windowOf(event: IpcMainEvent | IpcMainInvokeEvent, channel: string): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender);
  const frame = event.senderFrame;
  if (window && frame && frame === event.sender.mainFrame && isOwnAddress(frame.url)) return window;
  throw new TypeError(`${channel}: refused, the sender is not the app's own page`);
}

function checked(
  channel: string,
  schema: v.GenericSchema<unknown, unknown[]>,
  given: readonly unknown[],
): unknown[] {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new TypeError(`${channel}: refused, argument ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}
