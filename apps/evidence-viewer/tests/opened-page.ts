import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

export const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

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

export interface Opened {
  readonly page: Page;
  /** Console messages, errors, dialogs, and requests for anything but the page. */
  readonly troubles: string[];
}

export interface OpenOptions {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
}

/** Opens pages as a reader does, from files. */
export async function openBrowser() {
  const folder = mkdtempSync(join(tmpdir(), 'raredx-viewer-'));
  const browser: Browser = await chromium.launch({ executablePath, args });
  let pages = 0;
  return {
    open: async (html: string, options: OpenOptions = {}): Promise<Opened> => {
      const file = join(folder, `pack-${pages++}.html`);
      writeFileSync(file, html);
      const { width = 1280, colorScheme = 'light', javaScriptEnabled = true } = options;
      const page = await browser.newPage({
        viewport: { width, height: 900 },
        colorScheme,
        javaScriptEnabled,
      });
      const troubles: string[] = [];
      page.on('console', (message) => troubles.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
      page.on('dialog', (dialog) => {
        troubles.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        const url = request.url();
        if (url !== pathToFileURL(file).href && !url.startsWith('data:')) troubles.push(`request: ${url}`);
      });
      await page.goto(pathToFileURL(file).href);
      return { page, troubles };
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the numbers with resampled limits stand for a threshold. */
export async function settled(page: Page, threshold: number): Promise<void> {
  await page.locator(`[data-viewer="on"][data-settled="${threshold}"]`).waitFor({ timeout: 20_000 });
}
