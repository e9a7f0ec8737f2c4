/** What the whole program says of itself; `raredx --help` prints it without loading the parser of arguments. */
export const aboutRaredx = Object.freeze({
  purpose: 'Train and validate AI for rare diseases, from a raw cohort to a release decision.',
  json: 'Result as JSON on stdout',
  quiet: 'Say nothing but errors and the result',
  completion: 'Print a script for shell completion',
  exitCodes:
    'Exit codes: 0 done, 2 usage, 3 data, 4 gate failed or monitor alerts, 5 insufficient evidence, 6 environment, 7 remote, 75 held.',
});

interface Named {
  readonly command?: string | readonly string[] | undefined;
  readonly describe?: string | false | undefined;
}

/** The list of commands as `raredx --help` prints it, wrapped at `width` characters. */
export function overview(commands: readonly Named[], width: number): string {
  const named = commands.map(({ command, describe }) => [`raredx ${command}`, describe || ''] as const);
  const options = [
    ['--help', 'Show help'],
    ['--version', 'Show version number'],
    ['--json', aboutRaredx.json],
    ['--quiet', aboutRaredx.quiet],
  ] as const;
  return [
    'raredx <command>',
    '',
    ...wrapped(aboutRaredx.purpose, width),
    '',
    'Commands:',
    ...table([...named, ['raredx completion', aboutRaredx.completion]], width),
    '',
    'Options:',
    ...table(options, width),
    '',
    ...wrapped(aboutRaredx.exitCodes, width),
    '',
  ].join('\n');
}

function table(rows: readonly (readonly [string, string])[], width: number): string[] {
  const column = Math.max(...rows.map(([name]) => name.length)) + 4;
  return rows.flatMap(([name, text]) =>
    wrapped(text, Math.max(20, width - column)).map(
      (line, at) => (at === 0 ? `  ${name}` : '').padEnd(column) + line,
    ),
  );
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1] as string;
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
