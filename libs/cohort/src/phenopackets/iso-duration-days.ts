const pattern =
  /^P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T.*)?$/;

/**
 * Days of an ISO 8601 duration, a year as 365.25 days and a month as a twelfth of it; hours are dropped. Undefined where
 * the text is no duration. `P1Y6M` is 547.875 days.
 */
export function isoDurationDays(text: string): number | undefined {
  const found = pattern.exec(text.trim());
  if (!found || text.trim() === 'P') return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return years * 365.25 + (months * 365.25) / 12 + weeks * 7 + days;
}
