import { formatCount } from '../format-number.ts';
import { type Html, html } from '../html.ts';
import type { Pack } from '../pack.ts';
import { dataTable, disclosure, section } from '../table.ts';

/** Software of unknown provenance: what runs and was made by others. Tools of development are in the bill alone. */
export function softwareSection({ input }: Pack): Html | null {
  const { software } = input;
  if (!software || software.length === 0) return null;
  const running = software.filter(({ scope }) => scope !== 'excluded');
  const table = dataTable({
    caption: 'Components from the lockfile',
    className: 'provenance',
    source: 'software',
    head: ['Component', 'Version', 'Licence', 'Needed'],
    rows: running.map(
      ({ name, version, licence, scope }) =>
        html`<tr><th scope="row">${name}</th><td>${version}</td><td>${licence ?? 'not stated'}</td><td>${scope === 'required' ? 'always' : 'on some platforms'}</td></tr>`,
    ),
  });
  return section(
    'software',
    'Software components',
    html`<p>${formatCount(running.length)} components of others take part in running this software; ${formatCount(software.length - running.length)} more serve its development. All, with their hashes, are in <code>sbom.cdx.json</code> (CycloneDX).</p>${disclosure('Components', table)}`,
  );
}
