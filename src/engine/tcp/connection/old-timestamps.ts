/** RFC 7323 section 5.5: TS.Recent is void after 24 days. */
export const timestampLifetime = 24 * 86_400e9;

/** RFC 7323 section 5.3, R1, with the one tick of tolerance that Linux has; nothing is older than what is void. */
export function isOldTimestamp(
  value: number,
  recent: { readonly timestampRecent: number; readonly timestampRecentAt: number },
  now: number,
): boolean {
  return ((value - recent.timestampRecent) | 0) < -1 && now - recent.timestampRecentAt <= timestampLifetime;
}
