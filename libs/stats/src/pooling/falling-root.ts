/**
 * Root in [0, Infinity) of a function that falls through zero, or 0 where it is not positive at 0: bracketed by
 * doubling, narrowed by Illinois steps and bisection to rounding.
 */
export function fallingRoot(f: (x: number) => number, scale: number): number {
  let low = 0;
  let atLow = f(0);
  if (!(atLow > 0)) return 0;
  let high = scale;
  let atHigh = f(high);
  while (atHigh > 0) {
    low = high;
    atLow = atHigh;
    high *= 2;
    if (high === Infinity) return Infinity;
    atHigh = f(high);
  }
  for (let step = 0; step < 200 && high - low > 4e-16 * high; step++) {
    let next = high - (atHigh * (high - low)) / (atHigh - atLow);
    if (step % 3 === 2 || !(next > low && next < high)) next = (low + high) / 2;
    const value = f(next);
    if (value === 0) return next;
    if (value > 0) {
      low = next;
      atLow = value;
      atHigh /= 2;
    } else {
      high = next;
      atHigh = value;
      atLow /= 2;
    }
  }
  return (low + high) / 2;
}
