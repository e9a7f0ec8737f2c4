import { join } from 'node:path';
import { type CaseDatasetDeclaration, readCases, requirePulled } from '@raredx/cohort';
import { openKnowledge, resolveTerm } from '@raredx/ontology';
import { createTalk } from '../talk.ts';

/** `raredx data check` of a set of cases: what can be ranked, and what a reader must know. */
export async function checkCases(
  card: CaseDatasetDeclaration & { readonly folder: string },
  asJson: boolean,
): Promise<number> {
  requirePulled(card);
  const { ontology } = await openKnowledge({ say: createTalk(process.stderr, false).line });
  const lookUp = (id: string) => resolveTerm(ontology, id);
  const { cases, leftOut } = await readCases(join(card.folder, card.cases), { lookUp });
  const facts = {
    cases: cases.length,
    patients: new Set(cases.map(({ patient }) => patient)).size,
    publications: new Set(cases.map(({ site }) => site)).size,
    diseases: new Set(cases.flatMap(({ truths }) => truths)).size,
    leftOut: leftOut.length,
    notes: card.warnings,
  };
  const head = `${facts.cases} cases, ${facts.publications} publications, ${facts.diseases} diseases, ${facts.leftOut} left out`;
  const lines = [head, ...facts.notes.map((note) => `note     ${note}`)];
  process.stdout.write(`${asJson ? JSON.stringify(facts) : lines.join('\n')}\n`);
  return 0;
}
