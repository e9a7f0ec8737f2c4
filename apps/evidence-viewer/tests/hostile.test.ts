import { existsSync } from 'node:fs';
import { renderHtml } from '@raredx/report';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleViewer } from '../bundle.mjs';
import { executablePath, openBrowser, settled } from './opened-page.ts';
import { type Names, packInput, plan, predictions } from './small-cohort.ts';

const marked = 'globalThis.taken=1';

/** Ways out of text into markup, script, style, data and forms, each tried as it is and after every prefix. */
const payloads = [
  `<script>${marked}</script>`,
  `</script><script>${marked}</script>`,
  `<!--<script>${marked}</script>`,
  `<img src=x onerror="${marked}">`,
  `<svg onload=${marked}>`,
  `</select><button autofocus onfocus=${marked}>`,
  `javascript:${marked}`,
  `\${${marked}}`,
  `"};${marked};//`,
  `\\u003c/script\\u003e<iframe srcdoc="<script>parent.taken=1</script>">`,
];
const prefixes = ['', '"', "'", '`', '</option>', '</style>', '</title>', ']]>', '\u202E', '\u0000\\'];
const hostile = prefixes.flatMap((prefix) => payloads.map((payload) => prefix + payload));

/** Ten strings, one for each name of a cohort. */
function namesOf(strings: readonly string[]): Names {
  const at = (place: number) => `${strings[place % strings.length]} ${place}`;
  return {
    models: [at(0), at(1)],
    label: at(2),
    sites: [at(3), at(4)],
    attribute: at(5),
    levels: [at(6), at(7), at(8)],
    patient: at(9),
  };
}

describe.skipIf(!existsSync(executablePath))('100 hostile strings', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let script: string;

  beforeAll(async () => {
    script = (await bundleViewer()).script;
    browser = await openBrowser();
  });

  afterAll(() => browser?.close());

  test.each(Array.from({ length: 10 }, (_, k) => k))('nothing runs, ten at a time: batch %i', async (k) => {
    const names = namesOf(hostile.slice(10 * k, 10 * k + 10));
    const table = predictions(names, 90);
    const fewer = { ...plan, bootstrap: 20 };
    const input = packInput(table, names);
    const { page, troubles } = await browser.open(
      renderHtml(input, { script, predictions: table, plan: fewer }),
    );
    await settled(page, 0.1);
    for (const id of ['#viewer-cohort', '#viewer-model', '#viewer-subgroup']) {
      await page.locator(id).evaluate((select: HTMLSelectElement) => {
        select.selectedIndex = select.options.length - 1;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      });
    }
    await settled(page, 0.1);
    await page.locator('[data-evidence]').first().dispatchEvent('click');
    expect(await page.locator('dialog.told').isVisible()).toBe(true);
    const found = await page.evaluate(() => ({
      taken: 'taken' in globalThis,
      scripts: document.scripts.length,
      foreign: document.querySelectorAll('iframe, img, [onload], [onerror], [onfocus]').length,
    }));
    expect(found).toEqual({ taken: false, scripts: 2, foreign: 0 });
    expect(troubles).toEqual([]);
    await page.close();
  });
});
