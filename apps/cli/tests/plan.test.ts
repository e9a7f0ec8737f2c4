import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raredx } from './raredx.ts';

const plan = (...args: string[]) => raredx(['plan', ...args]);
const asJson = (...args: string[]) => JSON.parse(plan(...args, '--json').stdout);

describe('raredx plan develop', () => {
  const published = ['develop', '--prevalence', '0.174', '--parameters', '24'];

  it('gives the published sizes from R² and from the C-statistic', () => {
    const sizes = (...more: string[]) =>
      asJson(...published, ...more).criteria.map((one: { patients: number }) => one.patients);
    expect(sizes('--cox-snell', '0.288')).toEqual([623, 662, 221]);
    expect(sizes('--c-statistic', '0.89')).toEqual([615, 660, 221]);
  });

  it('says what the patients at hand allow', () => {
    const { stdout, status } = plan(...published, '--cox-snell', '0.288', '--patients', '331');
    expect(stdout).toContain(
      'all of them                                    662     116                  4.80',
    );
    expect(stdout).toContain('enough for 12 of the 24 parameters, so penalise or take fewer.');
    expect(status).toBe(0);
  });

  it('asks for a subgroup to be large enough for its own overall risk', () => {
    const { subgroups } = asJson(
      ...published,
      '--cox-snell',
      '0.288',
      '--subgroups',
      'girls=0.5,rare=0.1:0.5',
    );
    expect(subgroups).toEqual([
      { name: 'girls', prevalence: 0.174, patients: 221, patientsInAll: 442 },
      { name: 'rare', prevalence: 0.5, patients: 385, patientsInAll: 3850 },
    ]);
  });
});

describe('raredx plan validate', () => {
  const published = [
    'validate',
    '--prevalence',
    '0.018',
    '--c-statistic',
    '0.8',
    '--lp-mean',
    '-5',
    '--lp-sd',
    '2.5',
  ];

  it('gives the published size for the C-statistic and notes risks that do not fit the prevalence', () => {
    const { populations, notes } = asJson(...published, '--widths', 'oe_ratio=1');
    const need = Object.fromEntries(
      populations[0].measures.map((one: { measure: string; patients: number }) => [
        one.measure,
        one.patients,
      ]),
    );
    expect(need).toEqual({ oe_ratio: 906, calibration_slope: 4554, auroc: 4252 });
    expect(populations[0].patients).toBe(4554);
    expect(notes[0]).toContain('right on average at a prevalence of 5.23 %, not 1.8 %');
  });

  it('plans a subgroup by itself and says how many that takes in all', () => {
    const { populations } = asJson(
      ...['validate', '--prevalence', '0.13', '--c-statistic', '0.7', '--threshold', '0.15'],
      ...['--bounds', 'auroc=0.6', '--patients', '2000', '--subgroups', 'stage IV=0.1:0.25:0.65'],
    );
    const [whole, stage] = populations;
    expect(whole.measures.map((one: { measure: string }) => one.measure)).toContain(
      'standardised_net_benefit',
    );
    expect(stage).toMatchObject({ subgroup: 'stage IV', prevalence: 0.25, auroc: 0.65 });
    expect(stage.patientsInAll).toBe(Math.ceil(stage.patients / 0.1));
    const [byWidth, byBound] = stage.measures.filter((one: { measure: string }) => one.measure === 'auroc');
    // 0.65 clears 0.6 just where the interval is ± 0.05.
    expect(byBound.patients).toBe(byWidth.patients);
    expect(byWidth.widthAtHand).toBeGreaterThan(0.1);
  });
});

describe('raredx plan check', () => {
  let folder: string;
  const out = () => join(folder, 'out');
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'raredx-plan-'));
    // Risks that discriminate and events as the risks say; nobody of the third hospital ever had the event.
    const rows = Array.from({ length: 240 }, (_, i) => {
      const risk = 0.05 + (i % 12) * 0.04;
      const hospital = i < 160 ? 'north' : i < 234 ? 'south' : 'tiny';
      const y = hospital === 'tiny' ? 0 : ((i * 7919) % 101) / 101 < risk ? 1 : 0;
      return `${y},${risk.toFixed(2)},${hospital}`;
    });
    writeFileSync(join(folder, 'p.csv'), `y,p,hospital\n${rows.join('\n')}\n`);
    const made = raredx([
      ...['validate', join(folder, 'p.csv'), '--attr', 'hospital', '--thresholds', '0.2,0.4'],
      ...['--bootstrap', '100', '--out', out(), '--quiet'],
    ]);
    expect(made.stderr).toBe('');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('sets the widths of the evidence against those asked for, for the cohort and each subgroup', () => {
    const { populations, threshold } = asJson('check', out());
    expect(threshold).toBe(0.2);
    expect(populations.map((one: { level: string | null }) => one.level)).toEqual([
      null,
      'north',
      'south',
      'tiny',
    ]);
    const [whole, north] = populations;
    expect(whole.detectable).toBe(null);
    expect(north.detectable.oe_ratio.value).toBeGreaterThan(1);
    for (const one of [...whole.measures, ...north.measures]) {
      expect(one.reached, one.metric).toBe(one.width <= one.targetWidth);
      expect(one.moreEvents === 0, one.metric).toBe(one.reached);
      // Formula and data speak of the same patients.
      if (['auroc', 'oe_ratio', 'calibration_slope'].includes(one.metric))
        expect(one.expectedWidth / one.width, one.metric).toSatisfy(
          (ratio: number) => ratio > 0.6 && ratio < 1.6,
        );
    }
  });

  it('has a reason and a formula for what a subgroup without events cannot give', () => {
    const tiny = asJson('check', out()).populations[3];
    const auroc = tiny.measures.find((one: { metric: string }) => one.metric === 'auroc');
    expect(auroc).toMatchObject({ width: null, reached: false, moreEvents: null });
    expect(auroc.undefinedBecause).toMatch(/event/);
    expect(auroc.morePatients).toBeGreaterThan(100);
    expect(tiny.detectable.auroc_drop).toEqual({ undefinedBecause: 'no events in the subgroup' });
    expect(tiny.sentences.join(' ')).toContain(
      'No difference can be counted on to be seen in AUROC (no events',
    );
  });

  it('says it in sentences, and asks no more once the widths are generous', () => {
    const { stdout } = plan('check', out());
    expect(stdout).toContain('whole external cohort: 240 patients');
    expect(stdout).toContain('hospital = tiny: 6 patients, 0 events');
    expect(stdout).toMatch(/Cannot show as closely as asked: AUROC \(anything from/);
    const wide =
      'auroc=1,calibration_slope=9,oe_ratio=9,standardised_net_benefit=9,sensitivity=1,specificity=1';
    const [whole] = asJson('check', out(), '--widths', wide).populations;
    expect(whole.sentences[0]).toMatch(/^Can show: AUROC lies between/);
    expect(whole.measures.every((one: { reached: boolean }) => one.reached)).toBe(true);
  });

  it.each([
    ['no such model', ['--model', 'mdel'], '--model: not in the evidence (mdel)'],
    ['a threshold not declared', ['--threshold', '0.3'], '--threshold: not declared (0.3)'],
    ['a power of 1', ['--power', '1'], '--power: not between 0 and 1 (1)'],
    ['an unknown measure', ['--widths', 'aurc=0.1'], '--widths: no such measure (aurc)'],
  ])('%s: exit 2', (_, more, message) => {
    const { stderr, status, stdout } = plan('check', out(), ...more);
    expect(stderr).toContain(message);
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('raredx plan on bad input: one line, exit 2, nothing on stdout', () => {
  const develop = ['develop', '--prevalence', '0.1', '--parameters', '6'];
  const validate = ['validate', '--prevalence', '0.1', '--c-statistic', '0.7'];
  it.each([
    [
      'prevalence 0',
      ['develop', '--prevalence', '0', '--parameters', '6', '--c-statistic', '0.7'],
      '--prevalence: not between 0 and 1 (0)',
    ],
    [
      'no parameters',
      ['develop', '--prevalence', '0.1', '--parameters', '0', '--c-statistic', '0.7'],
      '--parameters: not a whole number above 0 (0)',
    ],
    [
      'a C-statistic below 0.5',
      [...develop, '--c-statistic', '0.4'],
      '--c-statistic: not above 0.5 and below 1 (0.4)',
    ],
    ['words', [...develop, '--c-statistic', 'good'], '--c-statistic is not a number (good)'],
    ['nothing anticipated', develop, 'none of --c-statistic, --cox-snell and --nagelkerke is given'],
    ['two anticipations', [...develop, '--c-statistic', '0.7', '--cox-snell', '0.1'], 'more than one of'],
    [
      'an R² that cannot be',
      [...develop, '--cox-snell', '0.6'],
      'R² (Cox-Snell) of 0.6 is out of reach (0 to 0.478)',
    ],
    ['half a linear predictor', [...validate, '--lp-sd', '1'], '--lp-mean and --lp-sd need each other'],
    ['a width of 0', [...validate, '--widths', 'auroc=0'], '--widths: auroc: not positive (0)'],
    [
      'a subgroup without share',
      [...validate, '--subgroups', 'girls'],
      '--subgroups: not name=share[:prevalence[:auroc]] (girls)',
    ],
    ['a folder without evidence', ['check', 'nowhere'], 'nowhere: no evidence.json here'],
    ['no use named', [], 'plan: which of develop, validate and check?'],
    ['a misspelt use', ['chek'], 'did you mean check?'],
  ])('%s', (_, args, message) => {
    const { stderr, status, stdout } = plan(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([status, stdout]).toEqual([2, '']);
  });
});
