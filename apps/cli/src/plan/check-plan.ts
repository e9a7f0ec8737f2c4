import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, nearestName } from '@raredx/experiment';
import { decodeEvidenceJson, type EvidenceRow, type Predictions, readPredictions } from '@raredx/tables';
import { type PackFacts, readFacts } from '../pack/facts.ts';
import { canAndCannot } from './can-and-cannot.ts';
import { checkPopulation } from './check-population.ts';
import { checkedText } from './checked-text.ts';
import { checkFlag, share } from './flags.ts';
import { widthsOf } from './plan-validation.ts';
import { type Chosen, type Population, populationsOf } from './population-of.ts';

interface CheckRequest {
  readonly dir: string;
  readonly model?: string;
  readonly label?: string;
  readonly partition?: string;
  readonly threshold?: number;
  readonly widths?: string;
  readonly power: number;
  readonly json: boolean;
}

/** `raredx plan check`: what the patients of a finished run or validation can and cannot show. */
export async function checkPlan(request: CheckRequest): Promise<number> {
  checkFlag('threshold', request.threshold, share);
  checkFlag('power', request.power, share);
  const widths = widthsOf(request.widths);
  const folder = resolve(request.dir);
  const path = join(folder, 'evidence.json');
  if (!existsSync(path))
    throw new ConfigError(request.dir, 'no evidence.json here', 'make it with raredx run or raredx validate');
  const { rows } = decodeEvidenceJson(readFileSync(path, 'utf8'), 'evidence.json');
  const facts = readFacts(folder);
  const chosen = choose(rows, request, facts);
  const populations = populationsOf(rows, await predictionsOf(folder, facts), chosen);
  const cohort = populations.find(({ site, attribute }) => site === null && attribute === null);
  if (!cohort) throw new ConfigError('evidence.json', `nothing about the whole ${chosen.partition} cohort`);
  const settings = {
    threshold: thresholdOf(cohort, request.threshold),
    widths,
    power: request.power,
    confidence: facts.confidence,
  };
  const checked = populations.map((population) => {
    const one = checkPopulation(population, cohort, settings);
    return { ...one, sentences: canAndCannot(one, request.power) };
  });
  const result = { ...chosen, ...settings, populations: checked };
  process.stdout.write(`${request.json ? JSON.stringify(result) : checkedText(result)}\n`);
  return 0;
}

/** The risks themselves are wanted for what the slope's width depends on; without them the evidence has to do. */
async function predictionsOf(folder: string, facts: PackFacts): Promise<Predictions | null> {
  const path = join(folder, facts.predictions);
  return existsSync(path) ? readPredictions(path, facts.predictions) : null;
}

function choose(rows: readonly EvidenceRow[], request: CheckRequest, facts: PackFacts): Chosen {
  const having = (key: keyof Chosen) => [...new Set(rows.map((row) => row[key]))];
  const models = having('model');
  const [only] = models;
  const model = request.model ?? facts.primary ?? (models.length === 1 ? only : undefined);
  const partitions = having('partition');
  const partition =
    request.partition ?? ['external', 'test', 'internal', 'tuning'].find((one) => partitions.includes(one));
  const labels = having('label');
  const label = request.label ?? (labels.length === 1 ? labels[0] : undefined);
  return {
    model: oneOf('model', model, models),
    label: oneOf('label', label, labels),
    partition: oneOf('partition', partition, partitions),
  };
}

function oneOf(flag: string, value: string | undefined, known: readonly string[]): string {
  const list = `known: ${known.slice(0, 8).join(', ')}`;
  if (value === undefined) throw new ConfigError(`--${flag}`, `there are several (${known.length})`, list);
  if (known.includes(value)) return value;
  const near = nearestName(value, known);
  throw new ConfigError(`--${flag}`, `not in the evidence (${value})`, near ? `did you mean ${near}?` : list);
}

function thresholdOf(cohort: Population, asked: number | undefined): number | null {
  const declared = cohort.rows.flatMap(({ metric, threshold }) =>
    metric === 'sensitivity' && threshold !== null ? [threshold] : [],
  );
  if (asked !== undefined && !declared.includes(asked))
    throw new ConfigError('--threshold', `not declared (${asked})`, `declared: ${declared.join(', ')}`);
  if (asked !== undefined) return asked;
  const distance = (threshold: number) => Math.abs(threshold - cohort.rate);
  return declared.reduce<number | null>(
    (best, one) => (best === null || distance(one) < distance(best) ? one : best),
    null,
  );
}
