/** (-1)^k (zeta(k) - 1) / k for k = 2, 3, ...: the Taylor series of ln gamma(2 + z) (DLMF 5.7.3). */
const series = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-5,
  -4.492623673813314e-5, 2.050721277567069e-5, -9.439488275268397e-6, 4.374866789907488e-6,
  -2.039215753801366e-6, 9.55141213040742e-7, -4.492469198764566e-7, 2.1207184805554665e-7,
  -1.0043224823968099e-7, 4.7698101693639804e-8, -2.2711094608943164e-8, 1.0838659214896955e-8,
  -5.183475041970047e-9, 2.4836745438024785e-9, -1.1921401405860912e-9, 5.731367241678862e-10,
];
const oneMinusEuler = 0.42278433509846713;
const halfLog2Pi = 0.9189385332046728;

/**
 * ln of the gamma function for x > 0, relative error about 1e-15 also beside its zeros at 1 and 2.
 *
 * @example
 * logGamma(1) // => 0
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma: x must be positive (${x})`);
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  if (x < 1.5) return nearTwo(x - 1) - Math.log1p(x - 1);
  if (x < 10) {
    let product = 1;
    let shifted = x;
    while (shifted >= 2.5) {
      shifted -= 1;
      product *= shifted;
    }
    return Math.log(product) + nearTwo(shifted - 2);
  }
  return (x - 0.5) * Math.log(x) - x + halfLog2Pi + stirlingSeries(x);
}

/** ln gamma(2 + z), |z| <= 1/2. */
function nearTwo(z: number): number {
  let value = 0;
  for (let k = series.length - 1; k >= 0; k--) value = value * z + series[k]!;
  return z * (oneMinusEuler + z * value);
}

/**
 * What Stirling's formula leaves: ln gamma(x + 1) - ((x + 1/2) ln x - x + ln(2 pi) / 2).
 * Loader C (2000). Fast and accurate computation of binomial probabilities.
 */
export function stirlingError(x: number): number {
  if (x >= 10) return stirlingSeries(x);
  return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - halfLog2Pi;
}

function stirlingSeries(x: number): number {
  const y = 1 / (x * x);
  return (
    (1 / 12 -
      y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - y * (691 / 360360 - y / 156)))))) /
    x
  );
}
