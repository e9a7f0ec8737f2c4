import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { renderHtml } from '@raredx/report';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleViewer } from '../bundle.mjs';
import { executablePath, openBrowser, settled } from './opened-page.ts';
import { packInput, plainNames, plan, predictions } from './small-cohort.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

describe.skipIf(!existsSync(executablePath))('axe', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let html: string;

  beforeAll(async () => {
    const table = predictions(plainNames);
    const { script } = await bundleViewer();
    html = renderHtml(packInput(table, plainNames), { script, predictions: table, plan });
    browser = await openBrowser();
  });

  afterAll(() => browser?.close());

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const)('finds nothing in %s at %i px, with the panel shut and open', async (colorScheme, width) => {
    const { page } = await browser.open(html, { colorScheme, width });
    await settled(page, 0.1);
    await page.evaluate(axe);
    const violations = () =>
      page.evaluate(async () => {
        const { run } = (
          globalThis as unknown as { axe: { run: (what: Document) => Promise<{ violations: Violation[] }> } }
        ).axe;
        const found = await run(document);
        return found.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
        );
      });
    expect(await violations()).toEqual([]);
    await page.locator('[data-live="auroc"]').click();
    expect(await page.locator('dialog.told').isVisible()).toBe(true);
    expect(await violations()).toEqual([]);
    await page.close();
  });
});
