import { aurocPlacements, classTotals } from '@raredx/metrics';
import type { Population } from '../population/population.ts';

/**
 * What each patient adds to an AUROC, averaged over repeats: the placements of DeLong (1988), summed within the patient
 * as in Obuchowski (1997). With one sample a patient and one repeat the variance is DeLong's, to rounding.
 */
export interface AurocInfluence {
  readonly value: number;
  /** By place in the roster: of the patient's events, and of the other samples. */
  readonly ofEvents: Float64Array;
  readonly ofOthers: Float64Array;
  /** Patients with an event; with a sample without; with either. */
  readonly withEvents: number;
  readonly withOthers: number;
  readonly patients: number;
}

const count = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0);

/** Undefined where some repeat lacks events or non-events: the metric itself says why. */
export function aurocInfluence(population: Population): AurocInfluence | undefined {
  const { repeats, roster } = population;
  const ofEvents = new Float64Array(roster.size);
  const ofOthers = new Float64Array(roster.size);
  const event = new Uint8Array(roster.size);
  const other = new Uint8Array(roster.size);
  let value = 0;
  for (const repeat of repeats) {
    const totals = classTotals(repeat);
    const { events, nonEvents: others } = totals;
    if (events === 0 || others === 0) return undefined;
    const of = aurocPlacements(repeat, totals);
    let auc = 0;
    for (let i = 0; i < of.length; i++) if (repeat.y[i] === 1) auc += of[i] / events;
    value += auc / repeats.length;
    for (let i = 0; i < of.length; i++) {
      const place = repeat.patient[i];
      if (repeat.y[i] === 1) {
        ofEvents[place] += (of[i] - auc) / events / repeats.length;
        event[place] = 1;
      } else {
        ofOthers[place] += (of[i] - auc) / others / repeats.length;
        other[place] = 1;
      }
    }
  }
  const patients = population.patients;
  return { value, ofEvents, ofOthers, withEvents: count(event), withOthers: count(other), patients };
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const corrected = (n: number) => n / (n - 1);

/** Undefined with fewer than two patients of either kind: there is no spread to estimate. */
export function aurocVariance(influence: AurocInfluence): number | undefined {
  const { ofEvents, ofOthers, withEvents, withOthers, patients } = influence;
  if (withEvents < 2 || withOthers < 2) return undefined;
  return (
    corrected(withEvents) * dot(ofEvents, ofEvents) +
    corrected(withOthers) * dot(ofOthers, ofOthers) +
    2 * corrected(patients) * dot(ofEvents, ofOthers)
  );
}

/** The influence of the difference of two models on the same patients. */
export function aurocContrast(model: AurocInfluence, baseline: AurocInfluence): AurocInfluence {
  return {
    ...model,
    value: model.value - baseline.value,
    ofEvents: model.ofEvents.map((x, i) => x - baseline.ofEvents[i]),
    ofOthers: model.ofOthers.map((x, i) => x - baseline.ofOthers[i]),
  };
}
