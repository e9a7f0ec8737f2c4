import { z } from 'zod';
import { readDocument } from '../read-document.ts';

const name = z.string().min(1).max(300);
const value = {
  estimate: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  undefinedBecause: z.string().nullable(),
};
const measure = z.enum(['accuracy', 'balanced-accuracy', 'log-loss', 'auroc']);

const point = z.strictObject({ shots: z.int().min(1), method: name, measure, ...value });
const open = z.strictObject({
  shots: z.int().min(1),
  score: z.enum(['similarity', 'energy', 'relative-mahalanobis']),
  ...value,
});

const schema = z.strictObject({
  schemaVersion: z.literal(1),
  encoder: name,
  classes: z.array(name).min(2),
  /** Classes that methods were learned on, from other patients; empty where none were. */
  base: z.array(name),
  /** Classes with too few patients for the most shots and a query. */
  leftOut: z.array(name),
  patients: z.int().min(0),
  samples: z.int().min(0),
  ways: z.int().min(2),
  queries: z.int().min(1),
  episodes: z.int().min(1),
  resamples: z.int().min(1),
  confidence: z.number(),
  /** The method that the others are set against. */
  baseline: name,
  points: z.array(point).min(1),
  differences: z.array(point),
  unknown: z.int().min(0),
  openSet: z.array(open),
});

/** `few-shots.json`: how well classes are told apart from so many patients of each. */
export type FewShots = z.output<typeof schema>;

/**
 * Reads `few-shots.json`.
 *
 * @throws ContractError naming file and key
 */
export const readFewShots = (text: string, where: string): FewShots => readDocument(schema, text, where);
