import type { EvidenceRow } from '@raredx/tables';
import { drawPatients } from '../resampling/patient-draws.ts';
import { failedNote, percentileLimits } from '../resampling/percentile-limits.ts';
import type { OpenUnit } from '../rows/open-unit.ts';
import { type Statement, statement } from '../statements/statement.ts';
import { type ClassPopulation, classPopulationOf } from './class-population.ts';
import { classEstimates, classMetrics, classReplicates } from './class-replicates.ts';
import { multinomialStatements } from './multinomial-statements.ts';

function missingClass({ patientsOfClass, classes }: ClassPopulation): string {
  const empty = classes.filter((_, c) => patientsOfClass[c] === 0);
  return empty.length > 0 ? `no sample of class ${empty.join(', ')}` : 'some p of the observed class is 0';
}

function classStatements(
  open: OpenUnit,
  population: ClassPopulation,
  random: OpenUnit['random'],
): Statement[] {
  const { bootstrap, confidence } = open.plan;
  const everyone = Uint32Array.from({ length: population.roster.size }, (_, place) => place);
  const strata = [{ places: everyone, hasEvent: undefined }];
  const replicates = classReplicates(
    population,
    drawPatients(strata, everyone.length, { bootstrap, random }),
  );
  const over = population.repeats.length > 1 ? `, mean of ${population.repeats.length} repeats` : '';
  const method = `patient bootstrap, percentile, ${bootstrap} resamples${over}`;
  const sizes = population.classes.map((name, c) => `${name} ${population.patientsOfClass[c]}`).join(', ');
  const counted = `patients: ${sizes}`;
  const made = classEstimates(population).map((value, k) => {
    const name = classMetrics[k];
    if (!Number.isFinite(value)) {
      return statement(name, { undefinedBecause: missingClass(population) }, { method, note: counted });
    }
    const limits = percentileLimits(replicates.get(name), confidence);
    const failed = failedNote(limits, bootstrap);
    const note = failed === null ? counted : `${counted}; ${failed}`;
    return statement(name, { value }, { limits, confidence, method, note });
  });
  return [...made, ...multinomialStatements(population, confidence)];
}

/**
 * Every model whose samples have a risk for each of three or more classes, over all classes at once; each class by
 * itself is judged as an outcome of its own. `events` are the patients of the rarest class, which limits the rest.
 */
export function classRows(open: OpenUnit): EvidenceRow[] {
  const { unit, index, random } = open;
  return unit.models.flatMap((model) => {
    const population = classPopulationOf(index, { model, partition: unit.partition, site: unit.site });
    if ('undefinedBecause' in population) {
      const none = { level: null, patients: 0, samples: 0, events: 0 };
      const method = 'risks of all classes of a sample together';
      return open.write(
        model,
        classMetrics.map((name) => statement(name, population, { method })),
        none,
      );
    }
    const { roster, samples, patientsOfClass } = population;
    const about = { level: null, patients: roster.size, samples, events: Math.min(...patientsOfClass) };
    return open.write(model, classStatements(open, population, random), about);
  });
}
