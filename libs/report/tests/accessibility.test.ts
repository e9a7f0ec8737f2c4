import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shareable } from '../src/profile/shareable.ts';
import { renderHtml } from '../src/render-html.ts';
import { lockedComponents } from '../src/requirements/software-bill.ts';
import { dataset, humanItems, lockText } from './dossier-fixture.ts';
import { hundredHostile, withHostileDossier } from './hostile-dossier.ts';
import { packInput } from './pack-input.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

/** Every chapter, with one cohort and two models: axe takes its time with a large page. */
function dossier() {
  const { evidence } = packInput();
  const rows = evidence.rows.filter(
    ({ partition, model, metric }) =>
      partition === 'external' &&
      ['network', 'logistic'].includes(model.split(' ')[0]!) &&
      metric !== 'roc_curve',
  );
  return packInput({
    evidence: { ...evidence, rows },
    dataset,
    human: humanItems(),
    software: lockedComponents(lockText),
    requirements: ['tripod-ai', 'probast-ai'],
  });
}

/** The whole dossier as a reader opens it. Skipped, and counted as skipped, where there is no Chromium. */
describe.skipIf(!existsSync(executablePath))('the dossier in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-dossier-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(html: string, colorScheme: 'light' | 'dark', width = 1280) {
    const file = join(folder, 'pack.html');
    writeFileSync(file, html);
    // axe puts its own script into the page, which the page's policy forbids: the policy is tested elsewhere.
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      bypassCSP: true,
    });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('dialog', (dialog) => troubles.push(dialog.message()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && request.url() !== pathToFileURL(file).href)
        troubles.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    return { context, page, troubles };
  }

  test.each(['light', 'dark'] as const)('axe finds nothing, %s', { timeout: 120_000 }, async (scheme) => {
    const { context, page } = await open(renderHtml(dossier()), scheme);
    const axe = new AxeBuilder({ page });
    // Only colours differ in the dark.
    const { violations } = await (scheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
    const said = violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} (${nodes.length})`,
    );
    expect(said).toEqual([]);
    await context.close();
  });

  test('the copy for sharing, and a narrow screen, too', { timeout: 120_000 }, async () => {
    const { context, page } = await open(renderHtml(shareable(dossier())), 'light', 390);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    await context.close();
  });

  test('a hundred hostile texts run nothing, though no policy stops them', { timeout: 120_000 }, async () => {
    const { context, page, troubles } = await open(
      renderHtml(withHostileDossier(` ${hundredHostile.join(' ')}`)),
      'light',
    );
    expect(troubles).toEqual([]);
    expect(await page.evaluate(() => document.querySelectorAll('script, iframe, object, form').length)).toBe(
      0,
    );
    // The picture of an explanation is carried in the page, as an image that runs no script; nothing else may be one.
    const pictures = await page.evaluate(() =>
      [...document.querySelectorAll('img')].map((img) => [
        img.getAttribute('src')?.replace(/(png|svg\+xml);base64,.*/s, ''),
        img.getAttributeNames().filter((name) => name.startsWith('on')).length,
      ]),
    );
    expect(pictures).toEqual(pictures.map(() => ['data:image/', 0]));
    expect(pictures.length).toBeLessThanOrEqual(1);
    await context.close();
  });
});
