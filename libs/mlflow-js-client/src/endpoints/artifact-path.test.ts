import { describe, expect, test } from 'vitest';
import { proxyPath, safeArtifactPath } from './artifact-path.ts';

describe('an artifact path', () => {
  test.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a/./b',
    'a//b',
    'a/',
    'a\\..\\b',
    'C:/x',
    '%2e%2e/x',
    '%252e/x',
    'a/b#c',
    'a;/../b',
    'a?b',
    'a\u0000b',
    'a\nb',
  ])('that could lead elsewhere is refused: %j', (path) => {
    expect(() => safeArtifactPath(path)).toThrow('artifact path: not a plain relative path');
  });

  test('is put below the root that the run names, encoded', () => {
    expect(proxyPath('mlflow-artifacts:/1/abc/artifacts', 'pack/x y ü.html')).toBe(
      '/api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/pack/x%20y%20%C3%BC.html',
    );
    expect(proxyPath('mlflow-artifacts://host:5000/1/abc/artifacts', 'x')).toBe(
      '/api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/x',
    );
  });

  test('of a run that keeps its files elsewhere cannot be reached', () => {
    expect(() => proxyPath('s3://bucket/1', 'x')).toThrow(
      'artifacts: the run keeps its artifacts outside the server',
    );
  });
});
