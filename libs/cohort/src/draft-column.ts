/** A column as a draft of a declaration has it. */
export interface DraftColumn {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'text' | 'boolean' | 'category';
  readonly missing: readonly string[];
  readonly levels: readonly string[];
  /** What a person has to decide; empty where the values leave no doubt. */
  readonly doubts: readonly string[];
}

/** Spellings of nothing. `unknown` is not among them: somebody may have meant it as an answer. */
const blanks = new Set(['NA', 'N/A', 'na', 'n/a', 'NaN', 'nan', 'NULL', 'null', 'None', '.', '?', '-']);
const whole = /^[+-]?(0|[1-9]\d*)$/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const commaDecimal = /^[+-]?\d+,\d+$/;
const dated = /^\d{4}-\d\d-\d\d|^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$/;
const yesOrNo = new Set(
  ['true', 'false', 'yes', 'no'].flatMap((word) => [
    word,
    word.toUpperCase(),
    `${word[0]?.toUpperCase()}${word.slice(1)}`,
  ]),
);

/**
 * What the cells of a column look like. Few different whole numbers are read as codes of a category, for a stage taken as a
 * number is the worse mistake; the doubt is said.
 *
 * @example draftColumn('side', ['left', 'right', 'left', 'left', 'right', 'right']).levels // => ['left', 'right']
 * @example draftColumn('age', ['31.5', 'NA', '60']).missing // => ['NA']
 */
export function draftColumn(name: string, cells: readonly (string | null)[]): DraftColumn {
  const given = cells.filter((cell): cell is string => cell !== null && cell !== '');
  const missing = [...new Set(given.filter((cell) => blanks.has(cell.trim())))].sort();
  const known = given.filter((cell) => !blanks.has(cell.trim())).map((cell) => cell.trim());
  const values = [...new Set(known)];
  const drafted = (
    type: DraftColumn['type'],
    doubts: readonly string[] = [],
    levels: readonly string[] = [],
  ): DraftColumn => ({ name, type, missing, levels, doubts });
  if (values.length === 0) return drafted('text', ['no value in any row: leave it out?']);
  const words = new Set(values.map((value) => value.toLowerCase()));
  if (words.size === 2 && values.every((value) => yesOrNo.has(value) || value === '0' || value === '1'))
    return drafted('boolean');
  if (values.every((value) => decimal.test(value))) {
    const numbers = values.map(Number).sort((a, b) => a - b);
    const codes = missingCodes(numbers);
    const doubts = codes.length > 0 ? [`is ${codes.join(' or ')} a number, or does it mean missing?`] : [];
    if (!values.every((value) => whole.test(value)))
      return values.some((value) => /^0\d/.test(value)) ? drafted('text') : drafted('number', doubts);
    if (values.length > 6 || known.length < 4 * values.length) return drafted('integer', doubts);
    const levels = values.toSorted((a, b) => Number(a) - Number(b));
    return drafted('category', [...doubts, 'codes or counts? a count is of type integer'], levels);
  }
  if (values.every((value) => dated.test(value)))
    return drafted('text', ['dates are no predictors: put ages or durations into the file']);
  const doubts = wordsAmongNumbers(known);
  if (values.length <= 30 && known.length >= 3 * values.length)
    return drafted('category', doubts, values.sort());
  return drafted('text', doubts);
}

/** A −9 among positive numbers, or a 999 above all others, may stand for nothing. */
function missingCodes(ascending: readonly number[]): number[] {
  const [least, next] = ascending;
  const [last, most] = ascending.slice(-2);
  const below = [-1, -9, -99, -999].includes(least ?? 0) && (next ?? -1) >= 0;
  const above = [9, 99, 999, 9999].includes(most ?? 0) && (most ?? 0) > 1.5 * (last ?? 0);
  return [...(below ? [least as number] : []), ...(above ? [most as number] : [])];
}

/** A column of numbers that a decimal comma, a `<0.5` or a word has made a column of text. */
function wordsAmongNumbers(known: readonly string[]): string[] {
  const others = known.filter((value) => !decimal.test(value));
  const meant = others.filter((value) => commaDecimal.test(value));
  if (others.length - meant.length > 0.2 * known.length) return [];
  return [`numbers but for ${others.length} cells: a decimal comma, a < or a word`];
}
