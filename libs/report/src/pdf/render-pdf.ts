import { parseHTML } from 'linkedom';
import type { PackInput } from '../pack-input.ts';
import { renderHtml } from '../render-html.ts';
import { styleSheet } from '../style-sheet.ts';
import { PageReader } from './page-tree.ts';
import { typesetPdf } from './typst-compiler.ts';
import { typstTemplate } from './typst-template.ts';

/** Colours of the page by name, in their light values. */
const colours = new Map(
  [...(styleSheet.split('@media')[0] ?? '').matchAll(/--([\w-]+):(#[0-9a-f]{3,6})/g)].map(
    ([, name = '', value = '']) => [name, value],
  ),
);

/** A drawing that stands alone: colours as values, a font that is at hand, no tie that only the page can follow. */
function standalone(svg: string): string {
  return svg
    .replace(/var\(--([\w-]+)\)/g, (_, name: string) => colours.get(name) ?? '#1b1d21')
    .replaceAll('currentColor', '#1b1d21')
    .replace(/ (?:aria-[a-z]+|role|data-evidence)="[^"]*"/g, '')
    .replace('<svg ', '<svg font-family="Noto Sans" ');
}

/**
 * The page as a tagged PDF 1.7 with embedded fonts; the same bytes for the same input. Data tables of figures and
 * what the page shows on a click stay in the HTML file. Not claimed to be PDF/A or PDF/UA: the typesetter is not asked to prove either.
 */
export async function renderPdf(input: PackInput): Promise<Uint8Array> {
  const { document } = parseHTML(renderHtml(input));
  const { title, blocks, drawings } = new PageReader().read(document as unknown as Document);
  const files = new Map([...drawings].map(([path, svg]) => [path, standalone(svg)]));
  files.set('/page.json', JSON.stringify({ title, blocks }));
  return typesetPdf(typstTemplate, files);
}
