import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, test } from 'vitest';
import { hostileStrings, withHostileText } from '../tests/hostile-text.ts';
import { packInput } from '../tests/pack-input.ts';
import { formatEstimate, formatValue } from './format-number.ts';
import { renderHtml } from './render-html.ts';

const input = packInput();
const rowById = new Map(input.evidence.rows.map((row) => [row.id, row]));
let page = '';
let document: Document;

beforeAll(() => {
  page = renderHtml(input);
  document = parseHTML(page).document as unknown as Document;
});

const all = (selector: string, root: ParentNode = document) => [...root.querySelectorAll(selector)];
const textOf = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

describe('every number is a row of the evidence', () => {
  test('each tie leads to a row', () => {
    const ties = all('[data-evidence]').map((element) => element.getAttribute('data-evidence')!);
    expect(ties.length).toBeGreaterThan(2000);
    expect(ties.filter((id) => !rowById.has(id))).toEqual([]);
  });

  test('each text that looks like an estimate is tied or comes from a named document', () => {
    const untied = all('main *').filter(
      (element) =>
        [...element.childNodes].some(
          (node) => node.nodeType === 3 && /\d\.\d\d|\d \([\d−<]/.test(node.textContent ?? ''),
        ) &&
        !element.closest(
          '[data-evidence], [data-source], #glossary, .question, #question, svg, caption, th, #label-noise',
        ) &&
        element.tagName !== 'DESC',
    );
    expect(untied.map(textOf)).toEqual([]);
  });

  test('each estimate in a drawing is tied', () => {
    const texts = all('svg text').filter((text) => /\d \([\d−<]/.test(textOf(text)));
    expect(texts.length).toBeGreaterThan(20);
    for (const text of texts) {
      expect(textOf(text)).toBe(
        formatEstimate(rowById.get(text.getAttribute('data-evidence')!)!).replace(/\s+/g, ' '),
      );
    }
  });

  test('each cell prints its own row', () => {
    for (const cell of all('td .estimate')) {
      const row = rowById.get(cell.closest('[data-evidence]')!.getAttribute('data-evidence')!)!;
      expect(textOf(cell)).toBe(formatValue(row.metric, row.estimate!));
    }
  });
});

describe('what could not be estimated', () => {
  test('every undefined row is listed under its reason', () => {
    const section = document.querySelector('#not-estimable')!;
    for (const row of input.evidence.rows.filter((one) => one.estimate === null)) {
      expect(section.querySelector(`[data-evidence="${row.id}"]`), row.id).not.toBeNull();
      expect(textOf(section)).toContain(row.undefinedBecause!);
    }
  });

  test('a table cell without value says so and gives the reason below', () => {
    const cell = all('#results td.undefined')[0]!;
    expect(textOf(cell)).toMatch(/^not estimable[a-z]$/);
    expect(all('#results .footnotes li').map(textOf).join()).toContain(
      'Not estimable: p is exactly 0 or 1 in 12 rows.',
    );
  });
});

describe('the page', () => {
  test('same input, same bytes', () => expect(renderHtml(packInput())).toBe(page));

  test('loads nothing, runs nothing, and styles only by its sheet', () => {
    expect(page).toContain("default-src 'none'; style-src 'sha256-");
    expect(all('script, iframe, object, embed, img, form, base')).toEqual([]);
    expect(all('[style]')).toEqual([]);
    expect(all('style')).toHaveLength(1);
    expect(page).not.toMatch(/https?:|url\(|@import/);
    expect(page).not.toMatch(/undefined<|NaN|\[object/);
  });

  test('ids are unique and every link and label finds its target', () => {
    const ids = all('[id]').map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [
      ...all('a[href^="#"]').map((link) => link.getAttribute('href')!.slice(1)),
      ...all('[aria-labelledby]').flatMap((element) => element.getAttribute('aria-labelledby')!.split(' ')),
      ...all('[aria-describedby]').flatMap((element) => element.getAttribute('aria-describedby')!.split(' ')),
    ];
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  test('tables have captions and scoped heads and can be reached by keyboard', () => {
    for (const table of all('table')) {
      expect(table.querySelector('caption')).not.toBeNull();
      expect(table.parentElement!.getAttribute('tabindex')).toBe('0');
      expect(all('th', table).filter((head) => !head.hasAttribute('scope'))).toEqual([]);
    }
    const labels = all('[role=region]').map((region) => region.getAttribute('aria-label'));
    expect(new Set(labels).size).toBe(labels.length);
  });

  test('each drawing is one image with a name, and each figure has its data', () => {
    for (const svg of all('svg')) {
      expect(svg.getAttribute('role')).toBe('img');
      expect(textOf(svg.querySelector('title'))).not.toBe('');
    }
    for (const figure of all('figure')) expect(figure.querySelector('details table')).not.toBeNull();
  });

  test('the verdict comes first, in words', () => {
    const section = document.querySelector('main > section')!;
    expect(textOf(section)).toContain('Insufficient evidence The data cannot decide on 1 of 3 criteria');
    expect(textOf(section)).toContain(
      'network did not beat logistic: difference in AUROC −0.004 (−0.012 to 0.004)',
    );
    expect(textOf(section)).toContain('About 240 more events would decide.');
  });
});

describe('a leak', () => {
  test('stands beside the verdict and in the sentence on independence', () => {
    const checks = [
      {
        check: 'patients',
        verdict: 'leak' as const,
        examined: 9,
        offenders: 2,
        message: '2 patients in two partitions',
      },
    ];
    const leaking = renderHtml(packInput({ leak: { verdict: 'leak', splitFingerprint: 'x', checks } }));
    expect(leaking).toContain('no result below can be trusted: 2 patients in two partitions.');
    expect(leaking).toContain('of whom some took part in fitting');
    expect(page).not.toContain('Leak found');
  });
});

describe('with little to print', () => {
  test('a bare y,p file has a page that says what is missing', () => {
    const rows = input.evidence.rows.filter(
      (row) => row.model === 'logistic' && row.attribute === null && row.partition === 'internal',
    );
    const nothing = {
      decision: null,
      flow: null,
      tableOne: null,
      quality: null,
      leak: null,
      labelNoise: null,
    };
    const bare = renderHtml(
      packInput({
        ...nothing,
        models: [],
        baseline: null,
        primary: null,
        thresholds: [],
        evidence: { ...input.evidence, rows },
      }),
    );
    for (const said of [
      'No decision',
      'No flow of patients came',
      'No leak certificate',
      'No external cohort',
      'Known by its predictions only',
      'which was not checked',
      'No decision threshold was declared',
    ]) {
      expect(bare).toContain(said);
    }
    expect(bare).not.toContain('id="label-noise"');
  });

  test('no rows at all', () => {
    const empty = renderHtml(packInput({ decision: null, evidence: { ...input.evidence, rows: [] } }));
    expect(empty).toContain('The evidence holds no rows for a whole cohort.');
  });
});

/** Tags and attribute names in order, but for the full text that a shortened label of a drawing carries. */
const shapeOf = (html: string) => {
  const { document: parsed } = parseHTML(html);
  const names = (element: Element) => `${element.tagName} ${element.getAttributeNames().sort().join(' ')}`;
  return [...(parsed as unknown as Document).querySelectorAll('*')]
    .map(names)
    .filter((name) => name !== 'TITLE ');
};

describe('hostile text', () => {
  let clean: string[];
  beforeAll(() => {
    clean = shapeOf(renderHtml(withHostileText('plain')));
  });

  test.each(hostileStrings)('%#: nothing of it becomes markup', (text) => {
    const attacked = renderHtml(withHostileText(text));
    expect(shapeOf(attacked)).toEqual(clean);
    expect(attacked.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  });
});
