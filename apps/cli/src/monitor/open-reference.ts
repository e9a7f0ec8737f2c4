import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, nearestName } from '@raredx/experiment';
import { type Predictions, readPredictions, textAt } from '@raredx/tables';
import { requireCurrentEvidence } from '../gate/current-evidence.ts';
import { type PackFacts, readFacts } from '../pack/facts.ts';
import type { MonitorRequest } from './monitor-request.ts';
import type { NamedSample } from './watched-table.ts';

/** The validated samples of one model and outcome that new ones are compared with. */
export interface Reference {
  readonly folder: string;
  readonly model: string;
  readonly models: readonly string[];
  readonly label: string;
  readonly labels: readonly string[];
  readonly partition: string;
  readonly samples: readonly NamedSample[];
  readonly thresholds: readonly number[];
}

const preferred = ['external', 'test', 'internal', 'tuning'];

/**
 * Opens a run or validation whose evidence is of its predictions; risks of repeats are averaged by sample.
 *
 * @throws ConfigError where the folder is none, or the model, outcome or partition is not in it
 */
export async function openReference(request: MonitorRequest): Promise<Reference> {
  const folder = resolve(request.against);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new ConfigError(request.against, 'no such folder', 'give the folder of a run or validation');
  }
  const facts = readFacts(folder);
  requireCurrentEvidence(folder);
  const path = join(folder, facts.predictions);
  if (!existsSync(path))
    throw new ConfigError(request.against, `its predictions are gone (${facts.predictions})`);
  const table = await readPredictions(path, facts.predictions);
  const model = oneOf('model', request.model ?? primaryOf(facts, table), table.model.levels);
  const label = oneOf('label', request.label ?? only(table.label.levels), table.label.levels);
  const partition = partitionOf(table, { model, label }, request.partition);
  const samples = samplesOf(table, { model, label, partition });
  return {
    ...{ folder: request.against, model, label, partition, samples },
    models: table.model.levels,
    labels: table.label.levels,
    thresholds: facts.thresholds,
  };
}

function primaryOf(facts: PackFacts, table: Predictions): string | undefined {
  return facts.primary ?? only(table.model.levels);
}

function only(levels: readonly string[]): string | undefined {
  return levels.length === 1 ? levels[0] : undefined;
}

function oneOf(flag: string, value: string | undefined, known: readonly string[]): string {
  const list = `known: ${known.slice(0, 8).join(', ')}`;
  if (value === undefined) throw new ConfigError(`--${flag}`, `there are several (${known.length})`, list);
  if (known.includes(value)) return value;
  const near = nearestName(value, known);
  throw new ConfigError(
    `--${flag}`,
    `not at the reference (${value})`,
    near ? `did you mean ${near}?` : list,
  );
}

interface Chosen {
  readonly model: string;
  readonly label: string;
}

function partitionOf(table: Predictions, { model, label }: Chosen, asked: string | undefined): string {
  const having = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    if (textAt(table.model, row) === model && textAt(table.label, row) === label)
      having.add(textAt(table.partition, row));
  }
  return oneOf('partition', asked ?? preferred.find((one) => having.has(one)), [...having]);
}

function samplesOf(
  table: Predictions,
  { model, label, partition }: Chosen & { readonly partition: string },
): readonly NamedSample[] {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    if (textAt(table.model, row) !== model || textAt(table.label, row) !== label) continue;
    if (textAt(table.partition, row) !== partition) continue;
    const sample = textAt(table.sampleId, row);
    const group = groups.get(sample);
    if (group) group.push(row);
    else groups.set(sample, [row]);
  }
  return [...groups].map(([sample, rows]): NamedSample => {
    const first = rows[0] as number;
    return {
      sample,
      patient: textAt(table.patientId, first),
      risk: rows.reduce((sum, row) => sum + (table.p[row] as number), 0) / rows.length,
      outcome: table.y[first] === 1 ? 1 : 0,
      attributes: Object.fromEntries(
        Object.entries(table.attributes).map(([name, column]) => [name, textAt(column, first)]),
      ),
      latency: null,
    };
  });
}
