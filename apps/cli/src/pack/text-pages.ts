import {
  csvTables,
  type PackInput,
  renderChaiCard,
  renderHtml,
  renderMarkdownSummary,
  renderPackJson,
  renderRequirementsJson,
  type ViewerInput,
} from '@raredx/report';
import type { Format } from './pack-options.ts';

/** The pages of a pack that are text, by name; verify makes them again. */
export function textPages(
  input: PackInput,
  formats: readonly Format[],
  viewer: ViewerInput | null = null,
): ReadonlyMap<string, string> {
  const maps = input.requirements ?? [];
  const pages = new Map([
    ['index.html', renderHtml(input, viewer)],
    ['summary.md', renderMarkdownSummary(input)],
  ]);
  if (maps.length > 0) pages.set('requirements.json', renderRequirementsJson(input));
  if (maps.includes('chai')) pages.set('chai-model-card.xml', renderChaiCard(input));
  if (formats.includes('json')) pages.set('pack.json', renderPackJson(input));
  if (formats.includes('csv')) for (const [name, text] of csvTables(input)) pages.set(`tables/${name}`, text);
  return pages;
}
