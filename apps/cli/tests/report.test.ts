import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raredx } from './raredx.ts';

let folder: string;
let dir: string;
let env: { XDG_CONFIG_HOME: string };
const report = (...more: string[]) =>
  raredx(['report', dir, '--quiet', ...more], { env: { ...process.env, ...env } });
const inPack = (name: string) => readFileSync(join(dir, 'pack', name), 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'raredx-report-'));
  env = { XDG_CONFIG_HOME: join(folder, 'home') };
  dir = join(folder, 'out');
  const rows = Array.from({ length: 240 }, (_, i) => {
    const y = i % 4 === 0 ? 1 : 0;
    const clinic = i % 40 === 0 ? 'Tiny Clinic' : i % 2 === 0 ? 'North Clinic' : 'South Clinic';
    return `${y},${((i * 37) % 200) / 400 + y * 0.2},${clinic},p${i}`;
  });
  const csv = join(folder, 'vendor.csv');
  writeFileSync(csv, `y,p,clinic,patient\n${rows.join('\n')}\n`);
  const made = raredx(
    [
      'validate',
      csv,
      '--patient',
      'patient',
      '--site',
      'clinic',
      '--out',
      dir,
      '--bootstrap',
      '50',
      '--quiet',
    ],
    { env: { ...process.env, ...env } },
  );
  expect(made.stderr).toBe('');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('raredx report: what is asked for', () => {
  it('holds TRIPOD+AI, the bill of materials and the human items where nothing was asked for', () => {
    const page = inPack('index.html');
    expect(page).toContain('TRIPOD+AI');
    expect(page).toMatch(/0 of \d+ human items filled and signed/);
    expect(JSON.parse(inPack('sbom.cdx.json')).bomFormat).toBe('CycloneDX');
    expect(JSON.parse(inPack('requirements.json')).maps.length).toBe(1);
  });

  it('writes the forms and maps asked for, the same bytes again, and drops them when they no longer are', () => {
    const asked = ['--requirements', 'fda,chai', '--format', 'json,csv,pdf'];
    expect(report(...asked).status).toBe(0);
    const names = ['index.html', 'chai-model-card.xml', 'pack.json', 'pack.pdf', 'tables/evidence.csv'];
    const bytes = () => names.map((name) => readFileSync(join(dir, 'pack', name)).toString('base64'));
    const first = bytes();
    expect(report().status).toBe(0);
    expect(bytes()).toEqual(first);
    expect(report('--requirements', 'tripod-ai', '--format', 'html').status).toBe(0);
    for (const name of names.slice(1)) expect(existsSync(join(dir, 'pack', name)), name).toBe(false);
  }, 120_000);

  it.each([
    [['--requirements', 'tripod'], '--requirements: names no map (tripod)', 2],
    [['--format', 'docx'], '--format: unknown format (docx)', 2],
    [['--human', 'nowhere.yaml'], 'nowhere.yaml: no such file', 2],
  ])('refuses %s', (flags, message, status) => {
    const result = report(...flags);
    expect(result.stderr).toContain(message);
    expect(result.status).toBe(status);
  });
});

describe('raredx report: human items', () => {
  const template = () => join(folder, 'human.yaml');

  it('writes a template once and never over somebody’s words', () => {
    expect(report('--human-template', template()).stdout.trim()).toBe(template());
    const again = report('--human-template', template());
    expect(again.stderr).toContain('exists already');
    expect(again.status).toBe(2);
  });

  it('fails closed while a wanted item is missing, prints who signed when it is not', () => {
    const missing = report('--human', template(), '--require', 'complete');
    expect(missing.stderr).toMatch(/\d+ of \d+ human items are not filled and signed \([a-z_]+,/);
    expect(missing.status).toBe(3);
    const filled = readFileSync(template(), 'utf8').replaceAll(
      '{ text: "", author: "", signed_by: "", date: "" }',
      '{ text: "As agreed.", author: "A", signed_by: "Dr S. Signer", date: "2026-11-24" }',
    );
    writeFileSync(template(), filled);
    const done = report('--human', template(), '--require', 'complete');
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
    expect(inPack('index.html')).toContain('signed by <bdi>Dr S. Signer</bdi>, 2026-11-24');
    expect(inPack('human.yaml')).toBe(filled);
  });

  it('refuses a field that is none of ours', () => {
    const path = join(folder, 'odd.yaml');
    writeFileSync(
      path,
      'schema_version: 1\nfields: { verdict: { text: "", author: "", signed_by: "", date: "" } }\n',
    );
    expect(report('--human', path).stderr).toContain('odd.yaml: unknown field (verdict)');
  });
});

describe('raredx report --profile shareable', () => {
  it('has no rows, no script, no name of a site', () => {
    const { stdout, status } = report('--profile', 'shareable', '--format', 'csv,json');
    expect(status).toBe(0);
    expect(stdout.trim()).toBe(join(dir, 'pack-shareable/index.html'));
    const files = readdirSync(join(dir, 'pack-shareable'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /predictions|parquet|cohort|facts|human\.yaml/.test(name))).toEqual([]);
    for (const name of files.filter((one) => /\.(html|json|md|csv)$/.test(one))) {
      const text = readFileSync(join(dir, 'pack-shareable', name), 'utf8');
      expect(text, name).not.toMatch(/Tiny Clinic|North Clinic|South Clinic|<script|p239/);
    }
    expect(readFileSync(join(dir, 'pack-shareable/index.html'), 'utf8')).toContain('Withheld in this copy');
  });
});
