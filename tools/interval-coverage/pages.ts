import type { Certificate } from './certificate.ts';
import { coverageFigure } from './figure.ts';
import { coveragePage } from './page.ts';

/** Everything that is written from the numbers, by file name. */
export function pages(certificate: Certificate): Readonly<Record<string, string>> {
  return { 'coverage.md': coveragePage(certificate), 'coverage.svg': coverageFigure(certificate) };
}
