import { leakCertificate, type Split, splitByPatient } from '@raredx/cohort';
import { createRandom } from '@raredx/stats';
import { encodeSplit, fingerprint, type LeakCheck } from '@raredx/tables';
import type { StudyCohort } from './cohort-step.ts';
import { predictorsOf, usedEncoders } from './fold-encoders.ts';
import { json } from './json.ts';
import type { RunContext } from './run-context.ts';

/** Splits the development patients into folds and certifies that nothing leaks between the parts. */
export async function splitsStep(context: RunContext, study: StudyCohort): Promise<Split> {
  const { experiment, run, talk, ground } = context;
  const step = talk.step('splits');
  const { cohort, sites, outcome } = study;
  const rows = Array.from(sites.development);
  const { repeats, folds } = experiment.cross_validation;
  const split = splitByPatient({
    patientId: rows.map((row) => cohort.patientId[row] as string),
    outcome: rows.map((row) => outcome[row] as number),
    classes: [`no ${experiment.outcome}`, experiment.outcome],
    repeats,
    folds,
    random: createRandom(experiment.seed),
  });
  const asked = {
    outcome: experiment.outcome,
    predictors: experiment.models.map((model) => predictorsOf(context, model)),
    missing: experiment.missing ?? null,
  };
  const state = await run.step(
    'splits',
    fingerprint({ ground, cohort: study.hash, split: split.fingerprint, asked }),
    () => {
      run.write('splits.parquet', encodeSplit(split));
      run.write(
        'cohort/leak-certificate.json',
        json(
          leakCertificate({
            cohort,
            predictors: [...new Set(experiment.models.flatMap((model) => predictorsOf(context, model)))],
            outcome: experiment.outcome,
            partition: sites,
            split,
            encoders: usedEncoders(context, study, {
              split,
              onImputed: (done, total) => step.advance(done, total, 'folds imputed'),
            }),
          }),
        ),
      );
    },
  );
  const certificate = JSON.parse(run.read('cohort/leak-certificate.json'));
  step.end(
    `${repeats} × ${folds} folds by patient, ${split.fingerprint.slice(0, 12)}; leak certificate: ${certificate.verdict}${state === 'kept' ? ' (kept)' : ''}`,
  );
  for (const { verdict, message } of certificate.checks as readonly LeakCheck[])
    if (verdict === 'leak') talk.line(`leak: ${message}`);
  return split;
}
