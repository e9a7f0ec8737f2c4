import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataQuality, datasetCard, loadCohort, missingness } from '@raredx/cohort';
import { ConfigError, nearestName } from '@raredx/experiment';
import { checkFiles, pullFiles } from './file-set.ts';
import { missingnessText } from './missingness-text.ts';

interface DataRequest {
  readonly action: 'list' | 'check' | 'pull';
  readonly name?: string;
  readonly missingness: boolean;
  readonly from?: string;
  readonly json: boolean;
}

const shelf = fileURLToPath(new URL('../../../../datasets', import.meta.url));

/** `raredx data list`, `raredx data check <name>` and `raredx data pull <name> --from FOLDER`. */
export async function dataSets(request: DataRequest): Promise<number> {
  return request.action === 'list' ? list(request.json) : check(request);
}

function list(asJson: boolean): number {
  const sets = names().map((name) => {
    const { title, licence } = datasetCard(join(shelf, name));
    return { name, title, licence };
  });
  const lines = sets.map(({ name, title, licence }) => `${name.padEnd(16)}${title} (${licence})`).join('\n');
  process.stdout.write(`${asJson ? JSON.stringify(sets) : lines}\n`);
  return 0;
}

async function check({ action, name, from, missingness: gaps, json }: DataRequest): Promise<number> {
  if (!name)
    throw new ConfigError(`data ${action}`, 'no data set named', `as in raredx data ${action} ${names()[0]}`);
  const known = existsSync(join(shelf, name)) ? join(shelf, name) : resolve(name);
  if (!existsSync(known)) {
    const near = nearestName(name, names());
    throw new ConfigError(
      `data ${action}`,
      `no such data set (${name})`,
      near ? `did you mean ${near}?` : `name the folder of a dataset.yaml, or one of ${names().join(', ')}`,
    );
  }
  if (statSync(known).isFile()) {
    const advice = /\.ya?ml$/i.test(name)
      ? 'name the folder that it lies in'
      : `raredx data draft ${name} --out FOLDER writes the declaration of one`;
    throw new ConfigError(`data ${action}`, `a file, not a data set (${name})`, advice);
  }
  const card = datasetCard(known);
  if (action === 'pull') return pullFiles(card, from, json);
  if (card.kind !== 'table') return checkFiles(card, json);
  const cohort = await loadCohort(card);
  if (gaps) {
    const document = missingness(cohort);
    process.stdout.write(`${json ? JSON.stringify(document) : missingnessText(document)}\n`);
    return 0;
  }
  const quality = dataQuality(cohort);
  const findings = quality.findings.map((finding) => `${finding.severity.padEnd(8)} ${finding.message}`);
  const summary = `${quality.rows} rows, ${quality.patients} patients, ${quality.findings.length} findings`;
  process.stdout.write(`${json ? JSON.stringify(quality) : [summary, ...findings].join('\n')}\n`);
  return 0;
}

function names(): string[] {
  return readdirSync(shelf, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
