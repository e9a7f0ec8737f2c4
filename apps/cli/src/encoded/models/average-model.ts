import type { AverageSpec } from '@raredx/experiment';
import { cooled, fitTemperature } from '@raredx/training';
import type { Study } from '../study.ts';
import type { ModelContext, PredictContext, RoundRisks, SampleModel } from './sample-model.ts';

interface Kept {
  readonly members: readonly string[];
  /** Risks are raised to the power 1 / temperature and brought to sum 1; 1 leaves them. */
  readonly temperature: number;
}

/**
 * The mean of the risks of models that were learned before: each evens out stain and scanner in another way, and none is
 * right at every site.
 */
export const averageModel: SampleModel<AverageSpec> = {
  async learn({ members, calibrated }, context) {
    const { study } = context;
    const means = meansOf(members, context);
    const temperature = calibrated ? temperatureOf(study, means) : 1;
    const rounds = means.map((one, at) => ({
      ...one,
      risks: one.risks.map((risks) =>
        cooledBy(risks, study.classes.length, calibrated ? temperatureOf(study, means, at) : 1),
      ),
    }));
    const settings: Kept = { members, temperature };
    return {
      rounds,
      kept: { tensors: {}, settings: { ...settings } },
      notes: [
        `mean of ${members.join(', ')}`,
        ...(calibrated ? [`temperature ${temperature.toFixed(2)}`] : []),
      ],
    };
  },
  async predict(kept, _samples, context) {
    const { members, temperature } = kept.settings as unknown as Kept;
    const own = [];
    for (const member of members) own.push(await context.member(member));
    const [first] = own as [Awaited<ReturnType<PredictContext['member']>>];
    const mean = meanOf(own.map(({ risks }) => risks));
    return { ...first, risks: cooledBy(mean, context.classes.length, temperature) };
  },
};

function meansOf(members: readonly string[], { study, learned }: ModelContext): RoundRisks[] {
  const own = members.map((member) => learned(member));
  return study.rounds.map((round, at) => ({
    round,
    risks: round.judged.map((_, part) =>
      meanOf(own.map((rounds) => rounds[at]?.risks[part] as Float64Array)),
    ),
    notes: [],
  }));
}

function meanOf(many: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(many[0]?.length ?? 0);
  for (const one of many)
    one.forEach((p, at) => {
      mean[at] = (mean[at] as number) + p / many.length;
    });
  return mean;
}

function cooledBy(risks: Float64Array, classCount: number, temperature: number): Float64Array {
  return temperature === 1 ? risks : cooled(risks, classCount, temperature);
}

/** Few sites prove little: the temperature stays between these. */
const [sharpest, flattest] = [1 / 1.5, 3];

/** Of the folds but `except`, so that no fold is judged by a temperature that saw it; 1 where there are no others. */
function temperatureOf(study: Study, rounds: readonly RoundRisks[], except?: number): number {
  const judged = rounds.flatMap(({ round, risks }, at) =>
    at === except
      ? []
      : round.judged.flatMap(({ partition, rows }, part) =>
          partition === 'internal'
            ? [
                {
                  probabilities: risks[part] as Float64Array,
                  classes: Int32Array.from(rows, (row) => study.y[row] as number),
                  classCount: study.classes.length,
                },
              ]
            : [],
        ),
  );
  if (judged.length === 0) return 1;
  return Math.min(flattest, Math.max(sharpest, fitTemperature(judged)));
}
