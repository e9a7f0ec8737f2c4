import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { hostileStrings, withHostileText } from '../../tests/hostile-text.ts';
import { packInput } from '../../tests/pack-input.ts';
import type { PackInput } from '../pack-input.ts';
import { renderHtml } from '../render-html.ts';
import { type Block, PageReader } from './page-tree.ts';
import { renderPdf } from './render-pdf.ts';
import { typesetPdf } from './typst-compiler.ts';
import { typstTemplate } from './typst-template.ts';

/** A pack of one cohort and one model: the typesetter takes its time with a large one. */
function small(changes: Partial<PackInput> = {}): PackInput {
  const input = packInput();
  const rows = input.evidence.rows.filter(
    (row) =>
      row.partition === 'external' &&
      row.model === 'network' &&
      (row.attribute === null || row.level === 'I'),
  );
  return packInput({ evidence: { ...input.evidence, rows }, ...changes });
}

const read = (html: string) => new PageReader().read(parseHTML(html).document as unknown as Document);
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('the page as a tree', () => {
  const tree = read(renderHtml(small()));
  const of = <T extends Block['t']>(t: T) =>
    tree.blocks.flatMap(function deep(block): Extract<Block, { t: T }>[] {
      const own = block.t === t ? [block as Extract<Block, { t: T }>] : [];
      return block.t === 'banner' ? [...own, ...block.c.flatMap(deep)] : own;
    });

  test('has the title, every chapter, and every row as wide as its head', () => {
    expect(tree.title).toBe('Relapse of Wilms tumour');
    const chapters = of('h').filter(({ l }) => l === 1).length;
    expect(chapters).toBe(renderHtml(small()).match(/<h2/g)!.length);
    for (const { head, rows, widths } of of('table'))
      for (const row of [head, ...rows]) expect(row.length).toBe(widths.length);
  });

  test('each drawing has words for who cannot see it', () => {
    expect(of('image').length).toBeGreaterThan(3);
    for (const { alt } of of('image')) expect(alt.length).toBeGreaterThan(20);
  });

  test('numbers of the page are numbers of the tree', () => {
    const text = JSON.stringify(tree.blocks);
    const { document } = parseHTML(renderHtml(small()));
    const shown = [...document.querySelectorAll('td .estimate')].filter((cell) => !cell.closest('details'));
    expect(shown.length).toBeGreaterThan(10);
    for (const cell of shown) expect(text.includes(cell.textContent!), cell.textContent!).toBe(true);
  });
});

describe('the PDF', () => {
  test('is tagged, titled, has its fonts and no clock; the same bytes again', {
    timeout: 60_000,
  }, async () => {
    const pdf = await renderPdf(small());
    const text = latin(pdf);
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toContain('/StructTreeRoot');
    expect(text).toMatch(/\/Lang\s*\(en/);
    expect(text).toContain('/FontFile2');
    expect(text).not.toMatch(/CreationDate|ModDate|\/JavaScript|\/Launch|\/URI|\/EmbeddedFile/);
    expect(Buffer.compare(pdf, await renderPdf(small()))).toBe(0);
  });

  test('hostile text is set as text', { timeout: 60_000 }, async () => {
    const all = [
      '#panic("x")',
      '$ x $ #include "/etc/passwd"',
      '@label <label> _a_ *b* `c` \\',
      ...hostileStrings.slice(0, 13),
    ];
    const text = latin(await renderPdf(withHostileText(all.join(' '))));
    expect(text).not.toMatch(/\/JavaScript|\/Launch|\/URI/);
  });

  test('a source that cannot be set says why', async () => {
    await expect(typesetPdf('#panic("no")', new Map())).rejects.toThrow('pdf: the page could not be set');
    expect(typstTemplate).not.toContain('eval');
  });
});
