import type { PatientSample } from './patient-sample.ts';

/** One prediction of the model in use, for one sample. */
export interface WatchedSample {
  readonly patient: string;
  readonly risk: number;
  /** Null where it is not known yet. */
  readonly outcome: 0 | 1 | null;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * The first sample of each patient, in the order given; of those with an outcome alone where `labelled`.
 *
 * @example firstOfEachPatient([{ patient: 'a', risk: 0.1, outcome: null, attributes: {} }, { patient: 'a', risk: 0.2, outcome: 1, attributes: {} }], { labelled: true }).map(({ risk }) => risk) // => [0.2]
 */
export function firstOfEachPatient(
  samples: readonly WatchedSample[],
  { labelled }: { readonly labelled: boolean },
): readonly WatchedSample[] {
  const seen = new Set<string>();
  return samples.filter(({ patient, outcome }) => {
    if ((labelled && outcome === null) || seen.has(patient)) return false;
    seen.add(patient);
    return true;
  });
}

/**
 * Risks with the patient of each.
 *
 * @example riskSample([{ patient: 'a', risk: 0.1, outcome: null, attributes: {} }]) // => { values: Float64Array.of(0.1), patient: Uint32Array.of(0), patients: 1 }
 */
export function riskSample(samples: readonly WatchedSample[]): PatientSample {
  const places = new Map<string, number>();
  const patient = Uint32Array.from(samples, (one) => {
    const place = places.get(one.patient) ?? places.size;
    places.set(one.patient, place);
    return place;
  });
  return { values: Float64Array.from(samples, ({ risk }) => risk), patient, patients: places.size };
}
