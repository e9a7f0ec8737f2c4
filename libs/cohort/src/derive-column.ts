import type { CategoryColumn, Column, NumberColumn } from './column.ts';
import type { DerivedColumn } from './dataset-declaration.ts';

/** Computes a declared derived column from the ones before it; missing stays missing. */
export function deriveColumn(declared: DerivedColumn, columns: Readonly<Record<string, Column>>): Column {
  const source = columns[declared.from] as Column;
  const described = {
    name: declared.name,
    title: declared.title,
    role: declared.role ?? null,
    from: declared.from,
    missing: source.missing,
  };
  if (declared.kind === 'scale') {
    const values = (source as NumberColumn).values.map((value) => value / declared.divideBy);
    return { kind: 'number', type: 'number', ...described, unit: declared.unit, values };
  }
  const category = { kind: 'category', type: 'category', ...described, agreesWith: null } as const;
  if (declared.kind === 'bands') {
    const { values } = source as NumberColumn;
    const codes = Int32Array.from(values, (value, row) =>
      source.missing[row] ? -1 : declared.cuts.filter((cut) => value >= cut).length,
    );
    return { ...category, levels: declared.labels, codes };
  }
  const { levels, codes } = source as CategoryColumn;
  if (declared.kind === 'is') {
    const yes = codes.map((code) =>
      code < 0 ? -1 : Number(declared.levels.includes(levels[code] as string)),
    );
    return { ...category, type: 'boolean', levels: ['no', 'yes'], codes: yes };
  }
  const target = levels.map((label) => declared.levels.findIndex((level) => level.from.includes(label)));
  return {
    ...category,
    levels: declared.levels.map((level) => level.label),
    codes: codes.map((code) => (code < 0 ? -1 : (target[code] as number))),
  };
}
