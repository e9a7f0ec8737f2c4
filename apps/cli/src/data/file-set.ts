import {
  type DatasetCard,
  type ImageCohort,
  loadImageDataset,
  loadNoteDataset,
  type NoteCohort,
  pullDataset,
} from '@raredx/cohort';
import { ConfigError } from '@raredx/experiment';

/** A card whose files lie outside the repository. */
type FileCard = Exclude<DatasetCard, { kind: 'table' }>;

/** `raredx data check` of a set of pictures, notes or cases: counts, classes, and what a reader must know. */
export async function checkFiles(card: FileCard, asJson: boolean): Promise<number> {
  if (card.kind === 'phenopackets') {
    const { checkCases } = await import('../phenotype/check-cases.ts');
    return checkCases(card, asJson);
  }
  const cohort: ImageCohort | NoteCohort =
    card.kind === 'images' ? await loadImageDataset(card) : await loadNoteDataset(card);
  const patients = new Set(cohort.rows.map(({ patient }) => patient)).size;
  const facts = {
    rows: cohort.rows.length,
    patients,
    classes: cohort.classNames.length,
    fingerprint: cohort.fingerprint,
    notes: [...cohort.notes, ...card.warnings],
  };
  const head = `${facts.rows} rows, ${patients} patients, ${facts.classes} classes`;
  process.stdout.write(
    `${asJson ? JSON.stringify(facts) : [head, ...facts.notes.map((note) => `note     ${note}`)].join('\n')}\n`,
  );
  return 0;
}

/** `raredx data pull <name> --from FOLDER`; of cases a zip too, and without one their release. */
export async function pullFiles(
  card: DatasetCard,
  from: string | undefined,
  asJson: boolean,
): Promise<number> {
  if (card.kind === 'table') {
    throw new ConfigError(
      'data pull',
      `the file of ${card.name} is here already`,
      `raredx data check ${card.name}`,
    );
  }
  if (card.kind === 'phenopackets') {
    const { pullCases } = await import('../phenotype/pull-cases.ts');
    await pullCases(card, from);
    return checkFiles(card, asJson);
  }
  if (from === undefined) {
    throw new ConfigError(
      'data pull',
      'no folder named',
      `as in raredx data pull ${card.name} --from FOLDER`,
    );
  }
  pullDataset(card, from);
  return checkFiles(card, asJson);
}
