import { closedForms } from './closed-forms.ts';
import { populations } from './population.ts';
import { type Cell, type Kind, sampleCount, seed, type Unit } from './simulate-cell.ts';
import { resamples, validatedMetrics } from './validated.ts';

export interface Certificate {
  readonly seed: string;
  readonly confidence: number;
  readonly samples: Readonly<Record<Kind, number>>;
  readonly resamples: number;
  readonly cells: readonly Cell[];
}

/** Cheapest first. */
export const units: readonly Unit[] = (['closed form', 'as validated'] as const).flatMap((kind) =>
  populations.map((population) => ({ kind, ...population })),
);

const order = [...new Set([...closedForms, ...validatedMetrics].map(({ metric }) => metric))];

/** By metric, procedure, n and prevalence, whatever thread was first. */
export function certificateOf(cells: readonly Cell[]): Certificate {
  const sorted = [...cells].sort(
    (a, b) =>
      order.indexOf(a.metric) - order.indexOf(b.metric) ||
      (a.procedure < b.procedure ? -1 : a.procedure > b.procedure ? 1 : 0) ||
      a.n - b.n ||
      a.prevalence - b.prevalence,
  );
  return { seed, confidence: 0.95, samples: sampleCount, resamples, cells: sorted };
}

/** A line a cell, so that a change shows as what it is. */
export function certificateText({ cells, ...head }: Certificate): string {
  const lines = cells.map((cell) => `    ${JSON.stringify(cell)}`);
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "cells": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
