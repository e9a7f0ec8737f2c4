import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, readTrainings } from '@raredx/report';
import { canonicalJson, readPredictions } from '@raredx/tables';
import { readFacts } from '../pack/facts.ts';
import { trainingsFile } from '../pack/pack-documents.ts';
import { json } from '../run/json.ts';

/** The tests for negative transfer again from the rows; the learning curves themselves are only sealed. */
export async function recomputeTrainings(pack: string): Promise<readonly Finding[]> {
  const stands = readFileSync(join(pack, trainingsFile), 'utf8');
  const sealed = readTrainings(stands, trainingsFile);
  const facts = readFacts(pack);
  const table = await readPredictions(join(pack, facts.predictions), facts.predictions);
  const controls = new Map(
    sealed.transfers.map(({ model, scratch, logistic }) => [model, { model, scratch, logistic }]),
  );
  // Read only where a pack has them: the trainers are no light thing to load.
  const { transferTests } = await import('../encoded/transfer-tests.ts');
  const again = transferTests(table, [...controls.values()], facts);
  if (stands === json({ ...sealed, transfers: again })) return [];
  const odd = sealed.transfers.filter((one, at) => canonicalJson(one) !== canonicalJson(again[at] ?? null));
  const problems = odd.map(({ model, partition }) => `${model}, ${partition}: not what the rows give`);
  return (problems.length > 0 ? problems : ['not written as raredx writes it']).map((problem) => ({
    file: trainingsFile,
    problem,
  }));
}
