import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../src/render-html.ts';
import { hostileStrings, withHostileText } from './hostile-text.ts';
import { packInput } from './pack-input.ts';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opened as a reader opens it, from a file. Skipped, and counted as skipped, where there is no Chromium. */
describe.skipIf(!existsSync(executablePath))('in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-pack-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(html: string, options: { width: number; colorScheme?: 'dark' | 'light' }) {
    const file = join(folder, 'pack.html');
    writeFileSync(file, html);
    const { width, colorScheme = 'light' } = options;
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => troubles.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href && !request.url().startsWith('data:'))
        troubles.push(`request: ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, troubles };
  }

  test.each([1280, 390])('no error, no request, no sideways scrolling at %i px', async (width) => {
    const { page, troubles } = await open(renderHtml(packInput()), { width });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    expect(troubles).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    await page.close();
  });

  test('the style sheet passes the page’s own policy, in light and in dark', async () => {
    const backgrounds = new Set<string>();
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, troubles } = await open(renderHtml(packInput()), { width: 1280, colorScheme });
      expect(troubles).toEqual([]);
      backgrounds.add(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
      await page.close();
    }
    expect([...backgrounds]).toEqual(['rgb(253, 253, 251)', 'rgb(20, 23, 28)']);
  });

  test('the keyboard reaches the verdict first, then a wide table', async () => {
    const { page } = await open(renderHtml(packInput()), { width: 390 });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the verdict');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('region');
    await page.close();
  });

  test('hostile text runs nothing', async () => {
    const { page, troubles } = await open(
      renderHtml(withHostileText(hostileStrings.slice(0, 13).join(' '))),
      { width: 1280 },
    );
    expect(troubles).toEqual([]);
    expect(await page.evaluate(() => document.querySelectorAll('script, iframe, img').length)).toBe(0);
    await page.close();
  });
});
