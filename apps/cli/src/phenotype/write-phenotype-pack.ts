import type { PhenotypeExperiment, RunDirectory } from '@raredx/experiment';
import { hpoAcknowledgement } from '@raredx/ontology';
import { type EvidenceFile, encodeEvidenceJson, encodeEvidenceParquet } from '@raredx/tables';
import { phenotypePage } from './phenotype-page.ts';

/** evidence.json, evidence.parquet and the page that shows them. No case, no term of a case is in any of them. */
export function writePhenotypePack(
  run: RunDirectory,
  {
    experiment,
    evidence,
    knowledge,
  }: {
    readonly experiment: PhenotypeExperiment;
    readonly evidence: EvidenceFile;
    readonly knowledge: string;
  },
): void {
  const text = encodeEvidenceJson(evidence);
  run.write('evidence.json', text);
  run.write('evidence.parquet', encodeEvidenceParquet(evidence));
  run.write('pack/evidence.json', text);
  run.write(
    'pack/index.html',
    phenotypePage({ experiment, evidence, knowledge, acknowledgement: hpoAcknowledgement }),
  );
}
