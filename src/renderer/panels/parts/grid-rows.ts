/** Pixels. */
export const gridRowHeight = 22;

export interface GridColumn {
  readonly title: string;
  /** Set to the right. */
  readonly number?: boolean;
}

/** The row that a key moves the selection to, from `here`; undefined for a key that moves nothing. */
export function rowMovedTo(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  here: number,
  page: number,
  count: number,
): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return undefined;
  const moves: Partial<Record<string, number>> = {
    ArrowDown: here + 1,
    ArrowUp: here - 1,
    PageDown: here + page,
    PageUp: here - page,
    Home: 0,
    End: count - 1,
  };
  const wanted = moves[event.key];
  return wanted === undefined ? undefined : Math.max(0, Math.min(count - 1, wanted));
}
