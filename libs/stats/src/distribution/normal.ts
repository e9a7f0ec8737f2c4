/**
 * Standard normal distribution function, full relative precision in the lower tail; the upper tail of x is
 * `normalCdf(-x)`.
 *
 * Cody WJ (1969). Rational Chebyshev approximation for the error function. Math Comp 23:631-637.
 *
 * @example
 * normalCdf(0) // => 0.5
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) throw new RangeError('normalCdf: x is not a number');
  const size = Math.abs(x);
  if (size <= 0.67448975) return 0.5 + central(x);
  const tail = size > 40 ? 0 : outer(size);
  return x < 0 ? tail : 1 - tail;
}

function central(x: number): number {
  const square = Math.abs(x) > 1e-16 ? x * x : 0;
  const top =
    (((0.06568233791820745 * square + 2.2352520354606837) * square + 161.02823106855587) * square +
      1067.6894854603709) *
      square +
    18154.98125334356;
  const bottom =
    (((square + 47.202581904688245) * square + 976.0985517377767) * square + 10260.932208618979) * square +
    45507.78933502673;
  return (x * top) / bottom;
}

const middleTop = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const middleBottom = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
  34900.95272114598, 38912.00328609327, 19685.429676859992,
];
const farTop = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  2.9112874951168793e-5,
];
const farBottom = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
];

function outer(size: number): number {
  // exp(-x^2/2) split at sixteenths: the square of the rounded part is exact, so the error is not magnified by x^2.
  const rounded = Math.trunc(size * 16) / 16;
  const remainder = (size - rounded) * (size + rounded);
  const kernel = Math.exp((-rounded * rounded) / 2) * Math.exp(-remainder / 2);
  if (size <= 5.656854249492381)
    return (kernel * polynomial(middleTop, size)) / polynomial(middleBottom, size);
  const inverseSquare = 1 / (size * size);
  const ratio = (inverseSquare * polynomial(farTop, inverseSquare)) / polynomial(farBottom, inverseSquare);
  return (kernel * (0.3989422804014327 - ratio)) / size;
}

/**
 * Standard normal quantile; -Infinity at 0 and Infinity at 1.
 *
 * Wichura MJ (1988). Algorithm AS 241: the percentage points of the normal distribution. Appl Stat 37:477-484.
 *
 * @example
 * normalQuantile(0.5) // => 0
 */
export function normalQuantile(q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`normalQuantile: q must be in [0, 1] (${q})`);
  const centred = q - 0.5;
  if (Math.abs(centred) <= 0.425) {
    const r = 0.180625 - centred * centred;
    return (centred * polynomial(nearTop, r)) / polynomial(nearBottom, r);
  }
  const tail = Math.min(q, 1 - q);
  if (tail === 0) return centred < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const size =
    r <= 5
      ? polynomial(tailTop, r - 1.6) / polynomial(tailBottom, r - 1.6)
      : polynomial(extremeTop, r - 5) / polynomial(extremeBottom, r - 5);
  return centred < 0 ? -size : size;
}

const nearTop = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
];
const nearBottom = [
  5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
];
const tailTop = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const tailBottom = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const extremeTop = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const extremeBottom = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
];

/** Horner, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}
