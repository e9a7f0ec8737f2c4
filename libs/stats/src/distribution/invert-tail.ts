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
  start: { guess: number; lower: number; upper: number; rising: boolean },
): number {
  let { guess: u, lower, upper } = start;
  for (let step = 0; step < 400; step++) {
    const { value, slope } = logTail(u);
    const miss = value - target;
    if (miss === 0) return u;
    if (miss > 0 === start.rising) upper = u;
    else lower = u;
    // Where the probability underflows there is no slope to follow.
    let next = Number.isFinite(value) ? u - miss / slope : Number.NaN;
    if (!(next >= lower && next <= upper)) next = (lower + upper) / 2;
    if (Math.abs(next - u) <= 2e-16 * Math.abs(u)) return next;
    if (Math.abs(next - u) <= 1e-14) return next;
    u = next;
  }
  return u;
}
