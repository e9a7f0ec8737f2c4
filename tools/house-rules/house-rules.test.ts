import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, workspaceFiles } from '../run/workspace-files.mjs';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const lineCount = (path: string) => read(path).split('\n').length - 1;
const code = workspaceFiles(['libs', 'apps', 'tools'], /\.(ts|mjs|js|py|R|cc)$/);
const sources = code.filter((path) => /^(libs|apps)\/[^/]+\/src\/.*\.ts$/.test(path));
const product = sources.filter((path) => !/\.(test|slow)\.ts$/.test(path));
const libs = product.filter((path) => path.startsWith('libs/'));

/** `path:line` of every match, so that a failure says where. */
function offenders(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe('size', () => {
  it('no file is longer than 350 lines', () => {
    expect(code.filter((path) => lineCount(path) > 350)).toEqual([]);
  });

  it('half of the product files have 100 lines or fewer', () => {
    const sorted = product.map(lineCount).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(100);
  });

  it('one index a lib, at its root', () => {
    const indexes = libs.filter((path) => basename(path) === 'index.ts');
    expect(indexes.filter((path) => !/^libs\/[^/]+\/src\/index\.ts$/.test(path))).toEqual([]);
  });
});

describe('names', () => {
  it('no file or folder is called after nothing in particular', () => {
    const vague = /^(utils?|helpers?|common|core|shared|types|misc)$/;
    const parts = (path: string) => [...dirname(path).split('/'), basename(path).replace(/\..*$/, '')];
    expect(code.filter((path) => parts(path).some((part) => vague.test(part)))).toEqual([]);
  });
});

describe('libs', () => {
  it('take randomness and time as arguments', () => {
    expect(offenders(libs, /\bMath\.random\s*\(/)).toEqual([]);
    // experiment records when a step ran, runtime measures, mlflow-js-client stamps metrics: time is their business.
    const timeless = libs.filter((path) => !/^libs\/(experiment|runtime|mlflow-js-client)\//.test(path));
    expect(offenders(timeless, /\bDate\.now\s*\(|\bnew Date\s*\(\s*\)/)).toEqual([]);
  });

  it('export by name, nothing by default, nothing wholesale', () => {
    expect(offenders(libs, /^export default\b|^export \* from/)).toEqual([]);
  });

  it('write to no stream of the process (console is a Biome rule)', () => {
    expect(offenders(libs, /\bprocess\.std(out|err)\b/)).toEqual([]);
  });
});

describe('everywhere', () => {
  const here = 'tools/house-rules/house-rules.test.ts';
  const others = code.filter((path) => path !== here);

  it('nothing is left to do later in a comment', () => {
    expect(offenders(others, /\b(TODO|FIXME|XXX)\b/)).toEqual([]);
  });

  it('no path of one machine', () => {
    const texts = workspaceFiles(['docs', 'experiments', 'policies', 'datasets'], /\.(md|ya?ml|R|json)$/);
    expect(offenders([...others, ...texts], /(^|[\s'"`(=])\/(home|Users|root|work)\//)).toEqual([]);
  });
});
