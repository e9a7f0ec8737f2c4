const signals = ['SIGINT', 'SIGTERM'] as const;
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Lets work that keeps checkpoints end by itself when it is asked to stop; elsewhere the process ends at once. A second
 * press does not wait.
 *
 * @param work throws once its signal is aborted; the exit code it then names is that of the signal that came
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const asked = new AbortController();
  let came: (typeof signals)[number] | undefined;
  const before = signals.map((name) => ({ name, listeners: process.rawListeners(name) }));
  const giveBack = () => {
    for (const { name, listeners } of before) {
      process.removeListener(name, stop);
      for (const listener of listeners) process.on(name, listener as NodeJS.SignalsListener);
    }
    before.length = 0;
  };
  function stop(name: NodeJS.Signals) {
    came = name as (typeof signals)[number];
    giveBack();
    asked.abort();
  }
  for (const { name } of before) {
    process.removeAllListeners(name);
    process.on(name, stop);
  }
  try {
    return await work(asked.signal);
  } catch (error) {
    if (came === undefined || !(error instanceof Error && 'exitCode' in error)) throw error;
    throw Object.assign(error, { exitCode: exitCodes[came] });
  } finally {
    giveBack();
  }
}
