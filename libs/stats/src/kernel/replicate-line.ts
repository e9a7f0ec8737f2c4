import { fitLogistic } from '../fit/logistic-fit.ts';
import { logit } from '../summary/logit.ts';
import type { Engine } from './engine.ts';
import { layOut, type ReplicateLayout, type ReplicateRows } from './replicate-layout.ts';

export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/** Half the width of a group on the scale of the linear predictor: the fifth-order series errs by 1e-13 at most. */
const halfWidth = 0.02;
/** In samples up to this size each distinct risk is a group, as slopes vary too much for a width fixed beforehand. */
const fewRows = 256;

/** The whole sample's recalibration line, from which every replicate starts, and its logits standardised. */
export interface LineStart {
  readonly z: Float64Array;
  readonly centre: number;
  readonly scale: number;
  readonly start: readonly [number, number];
  readonly layout: ReplicateLayout;
}

/** Undefined where the sample has no line itself: then each replicate is fitted on its own. */
export function lineStart(rows: ReplicateRows): LineStart | undefined {
  const x = Float64Array.from(rows.p, logit);
  if (x.length === 0 || !x.every(Number.isFinite)) return undefined;
  const centre = x.reduce((sum, value) => sum + value, 0) / x.length;
  const scale = Math.sqrt(x.reduce((sum, value) => sum + (value - centre) ** 2, 0) / x.length);
  if (!(scale > 0)) return undefined;
  const z = x.map((value) => (value - centre) / scale);
  const fit = fitLogistic({ y: Uint8Array.from(rows.y), columns: [z] });
  if ('undefinedBecause' in fit) return undefined;
  const start = [fit.coefficients[0]!, fit.coefficients[1]!] as const;
  const steepest = Math.abs(start[1]) + 4 * Math.sqrt(fit.covariance[3]!);
  const widest = x.length > fewRows ? (2 * halfWidth) / steepest : 0;
  return { z, centre, scale, start, layout: layOut(rows, (first, row) => z[first]! - z[row]! > widest) };
}

/** The refit of one replicate after another; `weight` holds the weights of the places. */
export interface LineRefit {
  /** Column to be summed with the weights: Σ w y z. */
  readonly eventsZ: Float64Array;
  readonly refit: (weight: Float64Array, events: number, eventsZ: number) => Line | undefined;
}

export function openLineRefit(engine: Engine, line: LineStart, rows: ReplicateRows): LineRefit {
  const { z, centre, scale, start, layout } = line;
  const { row, groupEnd } = layout;
  const groups = groupEnd.length;
  const distance = engine.array(Float64Array, row.length);
  const eventsZ = engine.array(Float64Array, row.length);
  const centres = engine.array(Float64Array, groups + (groups & 1));
  const end = engine.array(Uint32Array, groups);
  const moments = engine.array(Float64Array, 14 * Math.ceil(groups / 2));
  const out = engine.array(Float64Array, 2);
  end.set(groupEnd);
  for (let g = 0, place = 0; g < groups; g++) {
    const last = row[end[g]! - 1] === -1 ? end[g]! - 2 : end[g]! - 1;
    centres[g] = (z[row[place]!]! + z[row[last]!]!) / 2;
    for (; place <= last; place++) {
      distance[place] = z[row[place]!]! - centres[g]!;
      eventsZ[place] = rows.y[row[place]!]! * z[row[place]!]!;
    }
    place = end[g]!;
  }
  const refit = (weight: Float64Array, events: number, sumOfEventsZ: number): Line | undefined => {
    engine.moments(end, weight, distance, moments);
    const problem = { groups, centre: centres, moments, start, events, eventsX: sumOfEventsZ };
    if (engine.line(problem, out) === 0) return undefined;
    const slope = out[1]! / scale;
    return { intercept: out[0]! - slope * centre, slope };
  };
  return { eventsZ, refit };
}
