import { basename, extname } from 'node:path';
import { ContractError } from '@raredx/tables';
import { isDraft, settleDraft } from './case-draft.ts';
import { caseSources } from './case-sources.ts';
import { draftFile } from './draft-file.ts';
import type { CaseBatch, CaseLeftOut, PhenotypeCase, TermLookup } from './phenotype-case.ts';

export interface ReadCasesOptions {
  readonly lookUp: TermLookup;
  /** The site of cases that name no publication; default: the name of the file or folder. */
  readonly cohort?: string;
}

/**
 * Patients from a Phenopacket v2 file, a folder or zip of them, a PhenoBrain list, or a TSV, CSV or JSONL list of HPO ids.
 * What cannot be used is left out with its reason, and the batch goes on.
 *
 * @throws ContractError where `path` is missing, unreadable as a whole, or no case is left
 */
export async function readCases(path: string, { lookUp, ...options }: ReadCasesOptions): Promise<CaseBatch> {
  const cohort = options.cohort ?? basename(path, extname(path));
  const cases: PhenotypeCase[] = [];
  const leftOut: CaseLeftOut[] = [];
  const seen = new Map<string, string>();
  for await (const source of caseSources(path)) {
    const drafts = 'because' in source ? [source] : draftFile(source.text, { where: source.where, cohort });
    for (const drafted of drafts) {
      const settled = isDraft(drafted) ? settleDraft(drafted, lookUp) : drafted;
      const first = settled.id === undefined ? undefined : seen.get(settled.id);
      if ('because' in settled) leftOut.push(settled);
      else if (first !== undefined) {
        leftOut.push({ where: drafted.where, id: settled.id, because: `has the id of a case in ${first}` });
      } else {
        seen.set(settled.id, drafted.where);
        cases.push(settled);
      }
    }
  }
  if (cases.length > 0) return { cases, leftOut };
  const [one] = leftOut;
  const why = one ? ` (${one.where}: ${one.because})` : '';
  throw new ContractError(
    basename(path),
    `holds no case that can be used${why}`,
    'see raredx rank --help for what is read',
  );
}
