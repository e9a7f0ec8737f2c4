import { ConfigurationError } from '../errors/configuration-error.ts';
import { RemoteError } from '../errors/remote-error.ts';

/**
 * A path below a run's artifacts, refused where it could leave them: MLflow servers have been talked into other
 * folders by `..`, backslashes, double encoding and fragments.
 *
 * @example safeArtifactPath('pack/index.html')
 * // => 'pack/index.html'
 */
export function safeArtifactPath(path: string): string {
  const segments = path.split('/');
  const unsafe =
    path === '' ||
    segments.some((segment) => segment === '' || segment === '.' || segment === '..') ||
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\\\u0000-\u001f\u007f#;?]|%[0-9a-f]{2}|^[a-z]:/i.test(path);
  if (unsafe)
    throw new ConfigurationError(
      'artifact path',
      `not a plain relative path (${JSON.stringify(path)})`,
      'use names joined by single slashes, such as pack/index.html',
    );
  return path;
}

/** The proxy's path of an artifact, below the tracking address. */
export function proxyPath(artifactUri: string, path: string | undefined): string {
  const match = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(artifactUri);
  if (!match)
    throw new RemoteError('artifacts', 'the run keeps its artifacts outside the server', {
      problem: 'unsupported',
      retryable: false,
      ambiguous: false,
      advice: 'start the server with --serve-artifacts and --artifacts-destination',
    });
  const root = (match[1] ?? '').split('/').filter(Boolean);
  const below = path === undefined ? [] : safeArtifactPath(path).split('/');
  return `/api/2.0/mlflow-artifacts/artifacts/${[...root, ...below].map(encodeURIComponent).join('/')}`;
}
