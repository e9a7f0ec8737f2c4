import { existsSync } from 'node:fs';
import { formatEstimate, renderHtml } from '@raredx/report';
import type { EvidenceRow } from '@raredx/tables';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleViewer } from '../bundle.mjs';
import { executablePath, openBrowser, settled } from './opened-page.ts';
import { packInput, plainNames, plan, predictions } from './small-cohort.ts';

const table = predictions(plainNames);
const input = packInput(table, plainNames);
const evidence = new Map(input.evidence.rows.map((row) => [row.id, row]));

const whole = [
  'auroc',
  'brier',
  'oe_ratio',
  'calibration_in_the_large',
  'calibration_intercept',
  'calibration_slope',
];
const moving = [
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'lr_positive',
  'lr_negative',
  'net_benefit',
  'net_benefit_treat_all',
];

async function liveNumbers(page: Page) {
  const cells = await page.locator('[data-live]').evaluateAll((all) =>
    all.map((cell) => ({
      metric: cell.getAttribute('data-live') as string,
      estimate: cell.getAttribute('data-estimate'),
      lower: cell.getAttribute('data-lower'),
      upper: cell.getAttribute('data-upper'),
      value: cell.textContent as string,
      interval: cell.nextElementSibling?.textContent as string,
      evidence: cell.getAttribute('data-evidence'),
    })),
  );
  return new Map(cells.map((cell) => [cell.metric, cell]));
}

function expectAsEvidence(
  live: Awaited<ReturnType<typeof liveNumbers>>,
  prefix: string,
  threshold: number,
): void {
  for (const metric of [...whole, ...moving]) {
    const id = `${prefix}:${metric}${moving.includes(metric) ? `@${threshold}` : ''}`;
    const row = evidence.get(id) as EvidenceRow;
    const cell = live.get(metric);
    expect(row, id).toBeDefined();
    expect(cell?.evidence, id).toBe(id);
    for (const name of ['estimate', 'lower', 'upper'] as const) {
      const number = cell?.[name] === null ? null : Number(cell?.[name]);
      if (row[name] === null) expect(number, id).toBeNull();
      else expect(Math.abs((number as number) - row[name]), id).toBeLessThanOrEqual(1e-12);
    }
    const printed = cell?.interval ? `${cell.value} (${cell.interval})` : cell?.value;
    expect(printed, id).toBe(formatEstimate(row));
  }
}

describe.skipIf(!existsSync(executablePath))('in Chromium', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let html: string;

  beforeAll(async () => {
    const { script } = await bundleViewer();
    html = renderHtml(input, { script, predictions: table, plan });
    browser = await openBrowser();
  });

  afterAll(() => browser?.close());

  test.each([1280, 390])('no error, no request, no sideways scrolling at %i px', async (width) => {
    const { page, troubles } = await browser.open(html, { width });
    await settled(page, 0.1);
    expect(troubles).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    await page.close();
  });

  test('the slider at 0.15 gives the numbers of the evidence, to the printed digit and to 1e-12', async () => {
    const { page } = await browser.open(html);
    await page.locator('#viewer-range').fill('15');
    await settled(page, 0.15);
    expectAsEvidence(await liveNumbers(page), 'external:network', 0.15);
    expect(await page.locator('#viewer-threshold').inputValue()).toBe('15');
    expect(await page.locator('.said').textContent()).toContain('At 15\u202F%');
    expect(await page.locator('[data-viewer="on"]').textContent()).toContain(
      'This threshold was declared: 14 numbers are those of the evidence, digit by digit.',
    );
    await page.close();
  });

  test('so do model, site, subgroup and the repeats of internal validation', async () => {
    const { page } = await browser.open(html);
    await page.locator('#viewer-model').selectOption({ label: 'logistic' });
    await settled(page, 0.1);
    expectAsEvidence(await liveNumbers(page), 'external:logistic', 0.1);
    await page.locator('#viewer-cohort').selectOption({ label: 'External validation, Süd' });
    await settled(page, 0.1);
    expectAsEvidence(await liveNumbers(page), 'external:logistic:site=Süd', 0.1);
    await page.locator('#viewer-cohort').selectOption({ label: 'Internal validation (out-of-fold)' });
    await page.locator('#viewer-threshold').fill('30');
    await settled(page, 0.3);
    expectAsEvidence(await liveNumbers(page), 'internal:logistic', 0.3);
    await page.locator('#viewer-subgroup').selectOption({ label: 'stage: II' });
    await settled(page, 0.3);
    expectAsEvidence(await liveNumbers(page), 'internal:logistic:stage=II', 0.3);
    await page.close();
  });

  test('a threshold that was not declared is called exploratory', async () => {
    const { page } = await browser.open(html);
    await page.locator('#viewer-threshold').fill('14.3');
    await settled(page, 0.143);
    const live = await liveNumbers(page);
    expect(live.get('sensitivity')?.evidence).toBeNull();
    expect(live.get('auroc')?.evidence).toBe('external:network:auroc');
    expect(live.get('net_benefit')?.lower).not.toBeNull();
    expect(await page.locator('[data-viewer="on"]').textContent()).toContain('was not declared');
    await page.locator('#viewer-threshold').fill('140');
    expect(await page.locator('#viewer-threshold').getAttribute('aria-invalid')).toBe('true');
    await page.close();
  });

  test('by keyboard: the slider moves, numbers open and give the focus back', async () => {
    const { page, troubles } = await browser.open(html, { width: 390 });
    await page.locator('#viewer-range').focus();
    await page.keyboard.press('ArrowRight');
    await settled(page, 0.105);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('15\u202F%');
    await page.keyboard.press('Enter');
    await settled(page, 0.15);
    const first = page.locator('[data-live="sensitivity"] [data-opens]');
    await first.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const dialog = page.locator('dialog.told');
    const text = (await dialog.textContent()) as string;
    const row = evidence.get('external:network:sensitivity@0.15') as EvidenceRow;
    for (const part of [row.id, row.method, formatEstimate(row), String(row.patients), String(row.events)]) {
      expect(text).toContain(part);
    }
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(false);
    expect(await first.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('a number of the page opens its own row, by a click', async () => {
    const { page } = await browser.open(html);
    await settled(page, 0.1);
    const wrong = await page.evaluate(async () => {
      const dialog = document.querySelector('dialog.told') as HTMLDialogElement;
      const found: string[] = [];
      for (const tied of [...document.querySelectorAll('[data-evidence]')].filter((_, i) => i % 41 === 0)) {
        tied.dispatchEvent(new MouseEvent('click', { bubbles: true }));
        const id = [...dialog.querySelectorAll('dd')].at(-1)?.textContent;
        if (!dialog.open || id !== tied.getAttribute('data-evidence')) found.push(`${tied.tagName} ${id}`);
        dialog.close();
      }
      return found;
    });
    expect(wrong).toEqual([]);
    await page.close();
  });

  test('a row without a value says why', async () => {
    const empty = [...evidence.values()].find(
      (row) => row.undefinedBecause !== null && html.includes(`"${row.id}"`),
    );
    const { page } = await browser.open(html);
    await page.locator(`[data-evidence="${empty?.id}"]`).first().dispatchEvent('click');
    expect(await page.locator('dialog.told').textContent()).toContain(empty?.undefinedBecause as string);
    await page.close();
  });

  test('the policy lets no other script run, and nothing be fetched', async () => {
    const { page, troubles } = await browser.open(html);
    const blocked: string[] = [];
    page.on('requestfailed', (request) => blocked.push(`request: ${request.url()}`));
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken"';
      document.body.append(script);
      document.body.setAttribute('onclick', 'document.title = "taken"');
      document.body.click();
      void fetch('https://example.invalid/').catch(() => {});
      const image = document.createElement('img');
      image.src = 'https://example.invalid/x.png';
      document.body.append(image);
    });
    await page.waitForTimeout(300);
    expect(await page.title()).not.toBe('taken');
    expect(troubles.filter((one) => one.startsWith('console')).length).toBeGreaterThanOrEqual(4);
    expect(troubles.filter((one) => !one.startsWith('console') && !blocked.includes(one))).toEqual([]);
    await page.close();
  });

  test('without scripts the page stands as before and says how to explore', async () => {
    const { page, troubles } = await browser.open(html, { javaScriptEnabled: false });
    expect(await page.locator('[data-viewer="off"]').isVisible()).toBe(true);
    expect(await page.locator('[data-viewer="on"]').isVisible()).toBe(false);
    expect(await page.locator('h2').count()).toBeGreaterThan(5);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('on paper there are no controls', async () => {
    const { page } = await browser.open(html);
    await settled(page, 0.1);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.choose').isVisible()).toBe(false);
    expect(await page.locator('.live').isVisible()).toBe(true);
    await page.close();
  });
});
