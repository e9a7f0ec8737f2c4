import { performance } from 'node:perf_hooks';

/** What a command says while it works: always on stderr, so that stdout stays data. */
export interface Talk {
  line(text: string): void;
  /** Begins a step; on a terminal its line is redrawn as it advances, elsewhere one is written every ten seconds. */
  step(name: string): Step;
}

export interface Step {
  advance(done: number, total: number, what?: string): void;
  end(result: string): void;
}

/**
 * @param quiet only errors are said
 * @param terminal redraw lines (a person watches)
 */
export function createTalk(out: NodeJS.WriteStream, quiet: boolean, terminal = out.isTTY === true): Talk {
  const write = (text: string) => {
    if (!quiet) out.write(text);
  };
  return {
    line: (text) => write(`${text}\n`),
    step(name) {
      const started = performance.now();
      let drawn = terminal ? 0 : started;
      const title = name.padEnd(20);
      if (terminal) write(`${title}…`);
      return {
        advance(done, total, what = '') {
          const now = performance.now();
          if (now - drawn < (terminal ? 80 : 10_000)) return;
          drawn = now;
          const percent = `${String(Math.floor((100 * done) / total)).padStart(3)} %`;
          if (!terminal) {
            write(`${title}${percent} ${remaining(now - started, done / total)} ${what}\n`);
            return;
          }
          write(
            `\r\x1b[2K${title}${bar(done / total)} ${percent} ${remaining(now - started, done / total)} ${what}`,
          );
        },
        end(result) {
          const seconds = ((performance.now() - started) / 1000).toFixed(1);
          write(`${terminal ? '\r\x1b[2K' : ''}${title}${result} (${seconds} s)\n`);
        },
      };
    },
  };
}

const cells = 20;

function bar(share: number): string {
  const full = Math.max(0, Math.min(cells, Math.round(share * cells)));
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)}`;
}

function remaining(elapsedMs: number, share: number): string {
  if (share <= 0 || elapsedMs < 1000) return '';
  const seconds = Math.round(((elapsedMs / share) * (1 - share)) / 1000);
  return seconds > 0 ? `· ${seconds} s left` : '';
}
