import { diagnose } from '@raredx/runtime';
import { softwareVersion } from '../software.ts';

/** `raredx doctor`: what this machine has and lacks. Exit 0 if the main job can run, else 6. */
export async function doctor({ json }: { readonly json: boolean }): Promise<number> {
  const diagnosis = await diagnose();
  if (json) process.stdout.write(`${JSON.stringify({ software: softwareVersion, ...diagnosis })}\n`);
  else process.stdout.write(`${table(diagnosis.findings)}\n`);
  return diagnosis.findings.some((finding) => finding.status === 'missing') ? 6 : 0;
}

interface Item {
  readonly item: string;
  readonly status: string;
  readonly detail: string;
  readonly advice: string | null;
}

const marks: Readonly<Record<string, string>> = { ok: '✓', missing: '✗', warning: '!' };

function table(items: readonly Item[]): string {
  const width = Math.max(...items.map(({ item }) => item.length)) + 2;
  return items
    .flatMap(({ item, status, detail, advice }) => [
      `${marks[status] ?? ' '} ${item.padEnd(width)}${detail}`,
      ...(advice && status !== 'ok' ? [`  ${' '.repeat(width)}→ ${advice}`] : []),
    ])
    .join('\n');
}
