import { ConfigurationError } from '../errors/configuration-error.ts';

const keyLength = 250;

/**
 * A name MLflow takes for a metric or a parameter, made out of parts joined by slashes (the slash groups charts).
 * What it does not take becomes a dash.
 *
 * @example metricName('subgroup', 'sex=F', 'auroc')
 * // => 'subgroup/sex-F/auroc'
 */
export function metricName(...parts: readonly string[]): string {
  const segments = parts
    .flatMap((part) => part.split('/'))
    .map((part) => part.replace(/[^\w.\- ]+/g, '-'))
    .map((part) => (/^\.*$/.test(part) ? '-' : part));
  return segments.join('/').slice(0, keyLength).replace(/\/$/, '');
}

/** Throws where MLflow would refuse a metric's or a parameter's name. */
export function checkName(kind: 'metric' | 'parameter', name: string): void {
  const valid =
    name.length > 0 &&
    name.length <= keyLength &&
    /^[/\w.\- ]+$/.test(name) &&
    name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (valid) return;
  throw new ConfigurationError(
    kind,
    `not a name MLflow takes (${JSON.stringify(name.slice(0, 80))})`,
    'use letters, digits, _ - . space and single slashes, at most 250 characters: metricName() makes one',
  );
}
