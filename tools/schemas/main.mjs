/**
 * `node tools/schemas/main.mjs` writes the JSON Schemas that editors use for experiment, policy and dataset files;
 * `--check` only compares, and fails where a committed schema is not what the code declares. Reads the built libs.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../run/workspace-files.mjs';

const declared = [
  { file: 'policy.schema.json', title: 'raredx policy', from: 'gate/dist/policy.js', name: 'policySchema' },
  {
    file: 'change-plan.schema.json',
    title: 'raredx change control plan',
    from: 'gate/dist/change/change-plan.js',
    name: 'changePlanSchema',
  },
  {
    file: 'experiment.schema.json',
    title: 'raredx experiment',
    from: 'experiment/dist/experiment-schema.js',
    name: 'experimentSchema',
  },
  {
    file: 'encoded-experiment.schema.json',
    title: 'raredx experiment over images or notes',
    from: 'experiment/dist/encoded-experiment-schema.js',
    name: 'encodedExperimentSchema',
  },
  {
    file: 'phenotype-experiment.schema.json',
    title: 'raredx experiment over phenotypes',
    from: 'experiment/dist/phenotype-experiment-schema.js',
    name: 'phenotypeExperimentSchema',
  },
  {
    file: 'case-dataset.schema.json',
    title: 'raredx dataset of phenopackets',
    from: 'cohort/dist/phenopackets/case-dataset.js',
    name: 'caseDatasetSchema',
  },
  {
    file: 'image-dataset.schema.json',
    title: 'raredx dataset of images',
    from: 'cohort/dist/images/image-dataset.js',
    name: 'imageDatasetSchema',
  },
  {
    file: 'note-dataset.schema.json',
    title: 'raredx dataset of notes',
    from: 'cohort/dist/images/image-dataset.js',
    name: 'noteDatasetSchema',
  },
  {
    file: 'dataset.schema.json',
    title: 'raredx dataset',
    from: 'cohort/dist/dataset-schema.js',
    name: 'datasetSchema',
  },
];

async function schemaText({ title, from, name }) {
  const { [name]: schema } = await import(new URL(`../../libs/${from}`, import.meta.url).href);
  const { $schema, ...body } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ $schema, title, ...body }, null, 2)}\n`;
}

const check = process.argv.includes('--check');
const stale = [];
await mkdir(join(root, 'schemas'), { recursive: true });
for (const one of declared) {
  const path = join(root, 'schemas', one.file);
  const text = await schemaText(one);
  const committed = await readFile(path, 'utf8').catch(() => '');
  if (committed === text) continue;
  stale.push(one.file);
  if (!check) await writeFile(path, text);
}
if (!check) {
  console.log(stale.length === 0 ? 'schemas: up to date' : `schemas: written (${stale.join(', ')})`);
} else if (stale.length > 0) {
  console.error(
    `schemas: not what the code declares (${stale.join(', ')}); run: node tools/schemas/main.mjs`,
  );
  process.exitCode = 1;
}
