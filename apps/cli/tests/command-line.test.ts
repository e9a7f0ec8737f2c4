import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { bin, raredx } from './raredx.ts';

const commands = ['run', 'validate', 'report', 'gate', 'data', 'mlflow', 'doctor'];

describe('the command line', () => {
  it('lists every command, each with an example in its help', () => {
    const { stdout, status } = raredx(['--help']);
    expect(status).toBe(0);
    for (const command of commands) expect(stdout).toContain(`raredx ${command}`);
    for (const command of commands)
      expect(raredx([command, '--help']).stdout).toMatch(/Examples:|raredx doctor/);
  });

  it.each([
    [[], 'no command given'],
    [['vaildate'], 'did you mean validate?'],
    [['mlflow', 'foo'], 'invalid values: action, given: "foo", choices: "up"'],
    [['mlflow', 'foo'], '\n  → raredx mlflow --help'],
    [['vaildate'], '\n  → raredx --help'],
    [['gate', 'runs/none', '--policy', 'policies'], 'policies: no such policy file'],
    [['gate', 'runs/none'], 'missing required argument: policy'],
    [['data', 'check', 'wilm'], 'no such data set (wilm)'],
    [['report', 'docs'], 'not the folder of a finished run or validation'],
    [['mlflow', 'sync', '--runs', 'nowhere'], 'MLFLOW_TRACKING_URI: not set'],
    [['mlflow', 'status', '--runs', 'nowhere'], '--runs: no such folder (nowhere)'],
    [['validate', 'x.csv', '--out', ''], 'raredx: --out is empty'],
    [['validate', '--attr', 'sex', 'x.csv', '--out', 'x'], 'raredx: missing <predictions>'],
    [['gate', 'x', '--polcy', 'y'], 'unknown argument: polcy\n  → did you mean --policy?'],
    [['rank', '--cases', 'x', '--depth', '0', '--out', 'x'], '--depth: not a whole number from 1 on (0)'],
  ])('usage errors exit with 2 and one line: %j', (args, message) => {
    const { stderr, stdout, status } = raredx(args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(stdout).toBe('');
  });

  it('lists and checks the data sets', () => {
    expect(raredx(['data', 'list']).stdout).toContain('wilms');
    const { stdout, status } = raredx(['data', 'check', 'wilms']);
    expect(status).toBe(0);
    expect(stdout).toContain('4028 rows, 4028 patients');
  });

  it('says where values are missing', () => {
    const { stdout, status } = raredx(['data', 'check', 'pbc', '--missingness']);
    expect(status).toBe(0);
    expect(stdout).toContain('418 rows, 276 without a gap; gaps in 12 columns; 34 imputations would do');
    expect(stdout).toContain('by site: registry 100.0 %, trial 0.6 %');
    expect(raredx(['data', 'check', 'wilms', '--missingness']).stdout).toBe(
      '4028 rows, 4028 without a gap; gaps in 0 columns\n',
    );
  });

  it('prints a completion script', () => {
    expect(raredx(['completion']).stdout).toContain('raredx');
  });

  it('starts in at most three times a bare node', () => {
    const time = (args: string[]) => {
      const started = performance.now();
      spawnSync(process.execPath, args);
      return performance.now() - started;
    };
    const rounds = Array.from({ length: 21 }, () => [time([bin, '--help']), time(['-e', '0'])] as const);
    const help = Math.min(...rounds.map(([ours]) => ours));
    const floor = Math.min(...rounds.map(([, bare]) => bare));
    expect(help / floor).toBeLessThan(3);
  });
});
