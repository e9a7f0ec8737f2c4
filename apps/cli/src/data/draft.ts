import { existsSync, mkdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { type DatasetDraft, draftDataset, draftOutcome } from '@raredx/cohort';
import { ConfigError, nearestName, writeAtomically } from '@raredx/experiment';
import { type RawTable, readColumns } from '@raredx/tables';
import { datasetText, experimentText } from './draft-text.ts';

export interface DraftRequest {
  readonly name?: string | undefined;
  readonly out?: string | undefined;
  readonly patient?: string | undefined;
  readonly site?: string | undefined;
  readonly outcome?: string | undefined;
  readonly event?: readonly string[] | undefined;
  readonly json: boolean;
}

/** `raredx data draft FILE --out FOLDER`: a declaration to be corrected, and an experiment where the outcome is named. */
export async function draft(request: DraftRequest): Promise<number> {
  const { name: file, patient, site, outcome: asked, event } = request;
  if (!file)
    throw new ConfigError('data draft', 'no table named', 'as in raredx data draft cohort.csv --out mine');
  if (!request.out) throw new ConfigError('data draft', 'no folder named', 'add --out FOLDER');
  const folder = resolve(request.out);
  const paths = [join(folder, 'dataset.yaml'), ...(asked ? [join(folder, 'experiment.yaml')] : [])];
  const standing = paths.find(existsSync);
  if (standing !== undefined)
    throw new ConfigError(
      'data draft',
      `there is one already (${basename(standing)})`,
      'choose another folder',
    );
  const table = await readColumns(resolve(file), basename(file), { asText: true });
  for (const [option, column] of Object.entries({ patient, site, outcome: asked }))
    requireColumn(option, column, table);
  const drafted = draftDataset(table, { patient, site });
  const outcome = asked === undefined ? undefined : draftOutcome(drafted, { outcome: asked, event });
  const unknownOutcomes = blank(asked, { drafted, table });
  const named = {
    name: kebab(basename(folder)),
    file: relative(folder, resolve(file)),
    outcome,
    unknownOutcomes,
  };
  mkdirSync(folder, { recursive: true });
  writeAtomically(join(folder, 'dataset.yaml'), datasetText(drafted, named));
  if (outcome)
    writeAtomically(join(folder, 'experiment.yaml'), experimentText(drafted, { ...named, outcome }));
  const { rows, columns } = drafted;
  const doubts = [...(outcome?.doubts ?? []), ...drafted.doubts];
  for (const doubt of doubts) process.stderr.write(`${doubt}\n`);
  const written = paths.map((path) => join(request.out as string, basename(path)));
  const document = {
    rows,
    columns: columns.length,
    patient: drafted.patient,
    site: drafted.site,
    doubts,
    written,
  };
  process.stdout.write(request.json ? `${JSON.stringify(document)}\n` : `${written.join('\n')}\n`);
  return 0;
}

function requireColumn(
  option: string,
  column: string | undefined,
  { columns }: { readonly columns: ReadonlyMap<string, unknown> },
): void {
  if (column === undefined || columns.has(column)) return;
  const near = nearestName(column, [...columns.keys()]);
  const advice = near ? `did you mean ${near}?` : `the file has: ${[...columns.keys()].join(', ')}`;
  throw new ConfigError(`--${option}`, `no such column (${column})`, advice);
}

/** Whether some rows have no outcome. */
function blank(
  name: string | undefined,
  { drafted, table }: { readonly drafted: DatasetDraft; readonly table: RawTable },
): boolean {
  const column = drafted.columns.find((each) => each.name === name);
  if (!column) return false;
  const cells = table.columns.get(column.name) ?? [];
  return cells.some((cell) => cell === null || cell === '' || column.missing.includes(String(cell)));
}

const kebab = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'data';
