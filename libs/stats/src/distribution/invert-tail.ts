/** ln of a tail probability at u and its slope there. */
export interface LogTail {
  readonly value: number;
  readonly slope: number;
}

/**
 * Where a monotone log probability reaches a target: Newton inside a bracket. On the scales used (ln x, logit x) the
 * log tail is concave and nearly a straight line far out, so extreme quantiles converge as fast as central ones.
 */
export function invertTail(
  logTail: (u: number) => LogTail,
  target: number,
  start: { guess: number; lower: number; upper: number },
): number {
  let { guess: u, lower, upper } = start;
  for (let step = 0; step < 400; step++) {
    const { value, slope } = logTail(u);
    const miss = value - target;
    if (miss === 0) return u;
    if (miss > 0 === slope >= 0) upper = u;
    else lower = u;
    let next = u - miss / slope;
    if (!(next > lower && next < upper)) next = (lower + upper) / 2;
    if (Math.abs(next - u) <= 2e-16 * Math.abs(u) || next === lower || next === upper) return next;
    if (Math.abs(next - u) <= 1e-14) return next;
    u = next;
  }
  return u;
}
