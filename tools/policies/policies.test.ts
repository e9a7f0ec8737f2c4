import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  experimentKind,
  readEncodedExperiment,
  readExperiment,
  readPhenotypeExperiment,
} from '@raredx/experiment';
import { parsePolicy } from '@raredx/gate';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root, workspaceFiles } from '../run/workspace-files.mjs';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Level labels by column, declared or derived, of a data set. */
function declaredLevels(folder: string): Record<string, string[]> {
  const { columns, derived = [] } = parse(read(join(folder, 'dataset.yaml')));
  const entries = [...columns, ...derived].map((column) => [
    column.as ?? column.name,
    column.labels ?? (column.levels ?? []).map((level: { label: string }) => level.label),
  ]);
  return Object.fromEntries(entries);
}

describe('policies', () => {
  it.each(workspaceFiles(['policies'], /\.yaml$/))('%s is a policy', (path) => {
    expect(parsePolicy(read(path), path).criteria.length).toBeGreaterThan(0);
  });
});

const experiments = workspaceFiles(['experiments'], /\.yaml$/);
const kindOf = (path: string) => experimentKind(read(path));

describe('experiments', () => {
  it.each(experiments)('%s is an experiment of its kind', (path) => {
    const readers = {
      table: readExperiment,
      images: readEncodedExperiment,
      notes: readEncodedExperiment,
      phenotypes: readPhenotypeExperiment,
    };
    expect(readers[kindOf(path)](read(path), path).name).toMatch(/^[a-z0-9-]+$/);
  });
});

describe('experiments with a policy', () => {
  it.each(experiments.filter((path) => kindOf(path) === 'table'))(
    '%s yields the evidence that its policy asks for',
    (path) => {
      const experiment = readExperiment(read(path), path);
      if (experiment.policy === undefined) return;
      const folder = dirname(path);
      const file = relative('.', join(folder, experiment.policy));
      const policy = parsePolicy(read(file), file);
      const levels = declaredLevels(join(folder, experiment.dataset));
      expect(policy.model).toBe(experiment.primary);
      expect(policy.confidence).toBe(experiment.validation.confidence);
      for (const { id, threshold, attribute, level } of policy.criteria) {
        if (threshold !== undefined) expect(experiment.validation.thresholds, id).toContain(threshold);
        if (attribute === undefined) continue;
        expect(experiment.attributes, id).toContain(attribute);
        expect(levels[attribute], id).toContain(level);
      }
    },
  );
});
