import { vi } from 'vitest';

/** What a command printed, and its exit code. */
export async function said(
  command: () => Promise<number>,
): Promise<{ code: number; out: string; err: string }> {
  const streams = { out: '', err: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      streams[name === 'stdout' ? 'out' : 'err'] += String(text);
      return true;
    }),
  );
  try {
    return { code: await command(), ...streams };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
