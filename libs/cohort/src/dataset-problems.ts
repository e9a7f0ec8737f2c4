import type {
  DatasetDeclaration,
  DeclaredColumn,
  DerivedColumn,
  EligibilityRule,
} from './dataset-declaration.ts';

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
/** What a column is, as far as another declaration can ask. */
interface Known {
  readonly kind: 'number' | 'category' | 'text';
  readonly levels: readonly string[];
}

/** Names that a declaration mentions but nobody declared, and the like: what strict keys cannot see. */
export function datasetProblems(dataset: DatasetDeclaration): Problem[] {
  const known = new Map<string, Known>();
  const problems: Problem[] = [];
  dataset.columns.forEach((column, index) => {
    const name = column.as ?? column.name;
    if (known.has(name)) problems.push(twice(['columns', index], name));
    known.set(name, shapeOf(column));
    problems.push(...levelProblems(column, ['columns', index, 'levels']));
  });
  dataset.columns.forEach((column, index) => {
    if (column.type !== 'category' || column.agreesWith === undefined) return;
    const other = known.get(column.agreesWith);
    if (other?.levels.join('\n') === shapeOf(column).levels.join('\n')) return;
    const message = `no column ${column.agreesWith} with the same levels`;
    problems.push({ path: ['columns', index, 'agreesWith'], message });
  });
  dataset.derived.forEach((column, index) => {
    problems.push(...derivedProblems(column, known, ['derived', index]));
    if (known.has(column.name)) problems.push(twice(['derived', index], column.name));
    known.set(column.name, shapeOf(column));
  });
  dataset.eligibility.forEach((rule, index) => {
    problems.push(...ruleProblems(rule, known.get(rule.column), ['eligibility', index]));
  });
  if ((dataset.patient === undefined) !== (dataset.one_row_a_patient === true))
    problems.push({
      path: ['patient'],
      message: 'name the column, or say one_row_a_patient: true; not both',
    });
  for (const key of ['patient', 'sample', 'site'] as const) {
    const name = dataset[key];
    if (name === undefined) continue;
    const column = known.get(name);
    if (!column) problems.push({ path: [key], message: `no column ${name}` });
    else if (column.kind === 'number') {
      problems.push({ path: [key], message: `${name} must be text or a category` });
    }
  }
  return problems;
}

function shapeOf(column: DeclaredColumn | DerivedColumn): Known {
  if ('kind' in column) {
    if (column.kind === 'scale') return { kind: 'number', levels: [] };
    if (column.kind === 'is') return { kind: 'category', levels: ['no', 'yes'] };
    const levels = column.kind === 'bands' ? column.labels : column.levels.map((level) => level.label);
    return { kind: 'category', levels };
  }
  if (column.type === 'category') {
    return { kind: 'category', levels: [...new Set(column.levels.map((level) => level.label))] };
  }
  if (column.type === 'boolean') return { kind: 'category', levels: ['no', 'yes'] };
  return { kind: column.type === 'text' ? 'text' : 'number', levels: [] };
}

function twice(path: Problem['path'], name: string): Problem {
  return { path, message: `column ${name} is declared twice` };
}

function levelProblems(column: DeclaredColumn, path: Problem['path']): Problem[] {
  if (column.type !== 'category') return [];
  const codes = column.levels.map((level) => level.code);
  const clash = codes.find((code, index) => codes.indexOf(code) !== index || column.missing.includes(code));
  return clash === undefined ? [] : [{ path, message: `code ${clash} is declared twice` }];
}

function derivedProblems(
  column: DerivedColumn,
  known: ReadonlyMap<string, Known>,
  path: Problem['path'],
): Problem[] {
  const from = known.get(column.from);
  if (!from) return [{ path: [...path, 'from'], message: `no column ${column.from} above ${column.name}` }];
  const wanted = column.kind === 'recode' || column.kind === 'is' ? 'category' : 'number';
  if (from.kind !== wanted) {
    return [{ path: [...path, 'from'], message: `${column.kind} needs a ${wanted} column` }];
  }
  if (column.kind === 'bands') {
    if (column.labels.length !== column.cuts.length + 1) {
      return [{ path: [...path, 'labels'], message: 'labels must be one more than cuts' }];
    }
    const ascending = column.cuts.every((cut, index) => index === 0 || cut > (column.cuts[index - 1] ?? cut));
    return ascending ? [] : [{ path: [...path, 'cuts'], message: 'cuts must ascend' }];
  }
  if (column.kind === 'is') {
    const stranger = column.levels.find((level) => !from.levels.includes(level));
    const message = `${column.from} has no level ${stranger}`;
    return stranger === undefined ? [] : [{ path: [...path, 'levels'], message }];
  }
  if (column.kind !== 'recode') return [];
  const covered = column.levels.flatMap((level) => level.from);
  const wrong =
    from.levels.find((level) => covered.filter((label) => label === level).length !== 1) ??
    covered.find((label) => !from.levels.includes(label));
  if (wrong === undefined) return [];
  return [{ path: [...path, 'levels'], message: `level ${wrong} of ${column.from} must be taken up once` }];
}

function ruleProblems(rule: EligibilityRule, column: Known | undefined, path: Problem['path']): Problem[] {
  if (!column) return [{ path: [...path, 'column'], message: `no column ${rule.column}` }];
  if (rule.kind === 'range' && column.kind !== 'number') {
    return [{ path: [...path, 'column'], message: `${rule.column} is not a number` }];
  }
  if (rule.kind !== 'levels') return [];
  const stranger = rule.levels.find((level) => !column.levels.includes(level));
  return stranger === undefined
    ? []
    : [{ path: [...path, 'levels'], message: `${rule.column} has no level ${stranger}` }];
}
