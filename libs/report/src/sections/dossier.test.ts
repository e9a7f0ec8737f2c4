import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { allMaps, dataset, humanItems, lockText } from '../../tests/dossier-fixture.ts';
import { evidenceRow } from '../../tests/evidence-fixture.ts';
import { hundredHostile, withHostileDossier } from '../../tests/hostile-dossier.ts';
import { packInput } from '../../tests/pack-input.ts';
import { renderHtml } from '../render-html.ts';
import { lockedComponents } from '../requirements/software-bill.ts';

const at = { model: 'network', partition: 'internal' };
const later = [
  evidenceRow({ ...at, metric: 'apparent:auroc', estimate: 0.75 }),
  evidenceRow({ ...at, metric: 'optimism:auroc', estimate: 0.02 }),
  evidenceRow({ ...at, metric: 'optimism_corrected:auroc', estimate: 0.73, lower: 0.7, upper: 0.76 }),
  evidenceRow({ ...at, metric: 'optimism_632_plus:auroc', estimate: 0.731 }),
  evidenceRow({ ...at, metric: 'instability_mape', estimate: 0.031 }),
  evidenceRow({
    ...at,
    model: 'logistic',
    metric: 'next_site:auroc',
    estimate: 0.7,
    lower: 0.5,
    upper: 0.85,
  }),
  evidenceRow({
    ...at,
    model: 'logistic',
    metric: 'transport:auroc_case_mix',
    estimate: -0.02,
    lower: -0.04,
    upper: 0.01,
  }),
  evidenceRow({ ...at, metric: 'multinomial_slope:b:b', estimate: 0.9, lower: 0.5, upper: 1.3 }),
  evidenceRow({ ...at, metric: 'conformal_coverage', threshold: 0.1, estimate: 0.91 }),
];
const full = () => {
  const input = packInput();
  return packInput({
    evidence: { ...input.evidence, rows: [...input.evidence.rows, ...later] },
    dataset,
    human: humanItems(),
    software: lockedComponents(lockText),
    requirements: allMaps,
  });
};
const documentOf = (html: string) => parseHTML(html).document as unknown as Document;

describe('the whole dossier', () => {
  const input = full();
  const page = renderHtml(input);
  const document = documentOf(page);

  test('every link of the page leads to a place in it', () => {
    const ids = new Set([...document.querySelectorAll('[id]')].map((element) => element.id));
    const links = [...document.querySelectorAll('a')].map((link) => link.getAttribute('href')!);
    expect(links.filter((href) => !href.startsWith('#') || !ids.has(href.slice(1)))).toEqual([]);
  });

  test('every id of a statement is a row of the evidence', () => {
    const rows = new Set(input.evidence.rows.map((row) => row.id));
    const ties = [...document.querySelectorAll('[data-evidence]')].map(
      (one) => one.getAttribute('data-evidence')!,
    );
    expect(ties.filter((id) => !rows.has(id))).toEqual([]);
  });

  test('what is said of other sites and of classes together is on it', () => {
    const told = later.filter(({ metric }) => /^(next_site|transport|multinomial)/.test(metric));
    for (const { id, metric } of told)
      expect(document.querySelector(`[data-evidence="${id}"]`), metric).not.toBeNull();
    expect(told.length).toBe(3);
    expect(document.querySelector('#other-sites')?.textContent).toContain('expected at the next site');
  });

  test('no id twice, the same bytes again, below 3 MB', () => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(renderHtml(full())).toBe(page);
    expect(page.length).toBeLessThan(3_000_000);
  });

  test('optimism stands in its own section with its words', () => {
    const section = document.querySelector('#optimism')!.textContent!;
    for (const heading of ['AUROC, apparent', 'AUROC, optimism', 'AUROC, corrected', 'AUROC, .632+'])
      expect(section).toContain(heading);
    expect(document.querySelector('#uncertainty')!.textContent).toContain('Sets that hold the truth');
  });

  test('references name the methods used and no others', () => {
    const text = document.querySelector('#references')!.textContent!;
    for (const name of ['DeLong', 'Wilson', 'Vickers', 'Noma', 'Vovk', 'Nobody A'])
      expect(text).toContain(name);
    for (const name of ['Platt', 'Holm', 'Saerens']) expect(text).not.toContain(name);
  });
});

describe('in plain words', () => {
  test('each number is tied to a statement', () => {
    const section = documentOf(renderHtml(packInput())).querySelector('#plain-summary')!;
    const items = [...section.querySelectorAll('li')];
    expect(items.length).toBeGreaterThan(3);
    for (const item of items) expect(item.querySelector('[data-evidence]'), item.textContent!).not.toBeNull();
  });

  test('the purpose is printed only when signed', () => {
    expect(renderHtml(packInput())).toContain('has not been stated and signed by anybody yet');
    const human = humanItems(['intended_use']);
    expect(renderHtml(packInput({ human }))).toContain('Statement on intended_use.');
  });
});

describe('a hundred hostile texts in every free text', () => {
  const shape = (html: string) =>
    [...documentOf(html).querySelectorAll('*')]
      .map((element) => `${element.tagName} ${element.getAttributeNames().sort().join(' ')}`)
      .filter((name) => name !== 'TITLE ');

  test('there are a hundred', () => {
    expect(new Set(hundredHostile).size).toBe(hundredHostile.length);
    expect(hundredHostile.length).toBeGreaterThanOrEqual(100);
  });

  test('nothing of them becomes markup', () => {
    const attacked = renderHtml(withHostileDossier(` ${hundredHostile.join(' ')}`));
    expect(shape(attacked)).toEqual(shape(renderHtml(withHostileDossier(' plain'))));
    expect(attacked.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\uFEFF]/u);
  });
});
