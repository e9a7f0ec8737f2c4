/** One checked line of a doc comment: `code // => expected`, with the lines of the same `@example` before it. */
export interface DocExample {
  readonly line: number;
  /** Statements of the same example that come first. */
  readonly before: string;
  readonly code: string;
  readonly expected: string;
}

/** Every `// =>` of every `@example` in a source file, in order. */
export function extractExamples(source: string): DocExample[] {
  const found: DocExample[] = [];
  for (const comment of source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)) {
    const firstLine = source.slice(0, comment.index).split('\n').length;
    const lines = comment[0].split('\n').map((line) => line.replace(/^\s*(\/\*\*|\*\/|\*) ?|\*\/\s*$/g, ''));
    let start = -1;
    lines.forEach((line, index) => {
      if (!line.startsWith('@')) return;
      if (start >= 0) found.push(...checkedLines(lines.slice(start, index), firstLine + start));
      start = line.startsWith('@example') ? index : -1;
    });
    if (start >= 0) found.push(...checkedLines(lines.slice(start), firstLine + start));
  }
  return found;
}

function checkedLines(lines: readonly string[], firstLine: number): DocExample[] {
  const examples: DocExample[] = [];
  const before: string[] = [];
  let code: string[] = [];
  lines.forEach((raw, index) => {
    const line = index === 0 ? raw.replace('@example', '') : raw;
    if (/^\s*```/.test(line)) return;
    const [statement = '', expected] = line.split(/\s*\/\/ => ?/);
    if (statement.trim() !== '') code.push(statement);
    if (expected === undefined) return;
    const text = [expected, ...continuation(lines.slice(index + 1))].join(' ');
    examples.push({
      line: firstLine + index,
      before: before.join('\n'),
      code: code.join('\n'),
      expected: text.trim(),
    });
    before.push(...code, ';');
    code = [];
  });
  return examples;
}

/** An expected value may go on in `//` lines below. */
function continuation(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => !/^\s*\/\/(?! =>)/.test(line));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.replace(/^\s*\/\/ ?/, ''));
}
