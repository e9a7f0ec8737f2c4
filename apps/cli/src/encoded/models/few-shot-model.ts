import type { EncoderSpec, FewShotSpec } from '@raredx/experiment';
import { type Random, shuffled } from '@raredx/stats';
import { ContractError } from '@raredx/tables';
import type { FeatureTable, Support } from '@raredx/training';
import { featureRows } from '../feature-rows.ts';
import type { Study } from '../study.ts';
import { fewShotMethods } from './few-shot-methods.ts';
import type { KeptModel, SampleModel } from './sample-model.ts';

/** A few-shot method on frozen features: it sees `shots` patients of each class, one sample each, and no more. */
export const fewShotModel = (encoder: EncoderSpec): SampleModel<FewShotSpec> => ({
  async learn(spec, { study, features, random, onProgress }) {
    const { features: table } = await features.encoded(encoder);
    const method = fewShotMethods[spec.method]();
    let support: Support | undefined;
    const rounds = study.rounds.map((round, done) => {
      onProgress(done, study.rounds.length, 'draws');
      const own = random.fork(round.id);
      const drawn = supportOf(study, table, { rows: round.train, shots: spec.shots, random: own });
      support = drawn;
      const risks = round.judged.map(({ rows }) =>
        method.classify(drawn, featureRows(table, rows), own.fork('classify')),
      );
      return { round, risks, notes: [] };
    });
    const notes = method.transductive
      ? ['samples are judged together: the class shares of those beside it sway a risk']
      : [];
    return { rounds, kept: keptOf(support as Support, { encoder, spec }), notes };
  },
  async predict(kept, _samples, { features, random, classes }) {
    const { encoder: used, spec } = kept.settings as unknown as { encoder: EncoderSpec; spec: FewShotSpec };
    const { features: table, rows, leftOut } = await features.encoded(used);
    const risks = fewShotMethods[spec.method]().classify(supportFrom(kept, classes.length), table, random);
    return { rows, risks, leftOut };
  },
});

/**
 * One sample each of `shots` patients of every class.
 *
 * @throws ContractError for a class with fewer
 */
function supportOf(
  study: Study,
  table: FeatureTable,
  { rows, shots, random }: { readonly rows: Uint32Array; readonly shots: number; readonly random: Random },
): Support {
  const picked: number[] = [];
  const classes: number[] = [];
  study.classes.forEach((name, code) => {
    const stream = random.fork(code);
    const own = rows.filter((row) => study.y[row] === code);
    const firsts = new Map<string, number>();
    for (const at of shuffled(own.length, stream)) {
      const row = own[at] as number;
      const unit = study.units[row] as string;
      if (!firsts.has(unit)) firsts.set(unit, row);
    }
    if (firsts.size < shots) {
      throw new ContractError(
        'few-shot',
        `class ${name} has ${firsts.size} training patients, fewer than ${shots} shots`,
        `use at most ${firsts.size} shots`,
      );
    }
    for (const row of [...firsts.values()].slice(0, shots)) {
      picked.push(row);
      classes.push(code);
    }
  });
  return {
    features: featureRows(table, picked),
    classes: Int32Array.from(classes),
    classCount: study.classes.length,
  };
}

function keptOf({ features, classes }: Support, settings: Readonly<Record<string, unknown>>): KeptModel {
  return {
    tensors: {
      support: {
        dtype: 'F32',
        shape: [features.rows, features.width],
        data: Float32Array.from(features.values),
      },
      classes: { dtype: 'I32', shape: [classes.length], data: Int32Array.from(classes) },
    },
    settings,
  };
}

function supportFrom({ tensors }: KeptModel, classCount: number): Support {
  const { support, classes } = tensors;
  const [rows = 0, width = 0] = support?.shape ?? [];
  return {
    features: { rows, width, values: Float32Array.from(support?.data as Float32Array) },
    classes: Int32Array.from(classes?.data as Int32Array),
    classCount,
  };
}
