import { ipcRenderer } from 'electron';

/**
 * The way to listen to one of main's events. Events that came before there was a listener wait for the first one.
 * `after` is called once the listeners have seen an event.
 */
export function eventsOf<Event, Result = void>(
  channel: string,
  after: (event: Event, results: readonly Result[]) => void = () => undefined,
): (listener: (event: Event) => Result) => () => void {
  const listeners = new Set<(event: Event) => Result>();
  const waiting: Event[] = [];

  const deliver = (event: Event) => {
    const results: Result[] = [];
    try {
      for (const listener of listeners) results.push(listener(event));
    } finally {
      after(event, results);
    }
  };
  ipcRenderer.on(channel, (_event, event: Event) => {
    if (listeners.size === 0) waiting.push(event);
    else deliver(event);
  });
  return (listener) => {
    listeners.add(listener);
    for (const event of waiting.splice(0)) deliver(event);
    return () => {
      listeners.delete(listener);
    };
  };
}
