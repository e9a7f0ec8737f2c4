import { describe, expect, test } from 'vitest';
import { evidenceRow } from '../../tests/evidence-fixture.ts';
import { calibrationFigure, calibrationLimit } from './calibration-figure.ts';
import { decisionCurveFigure } from './decision-curve-figure.ts';
import { forestFigure } from './forest-figure.ts';

const at = { model: 'network', partition: 'external' };
const point = (metric: string, threshold: number, estimate: number, half: number | null = null) =>
  evidenceRow({
    ...at,
    metric,
    threshold,
    estimate,
    lower: half === null ? null : estimate - half,
    upper: half === null ? null : estimate + half,
  });

/** The committed drawings are example, documentation and regression test in one. */
const committed = (name: string) => `../../tests/output/${name}.svg`;

describe('figures', () => {
  test('forest', async () => {
    const level = (name: string, estimate: number | null) =>
      evidenceRow({
        ...at,
        metric: 'auroc',
        attribute: 'stage',
        level: name,
        estimate,
        lower: estimate && estimate - 0.1,
        upper: estimate && estimate + 0.1,
        undefinedBecause: estimate === null ? 'no events' : null,
      });
    const rows = [level('I', 0.7), level('II <script>\u202E', 0.65), level('unknown', null)];
    const overall = evidenceRow({ ...at, metric: 'auroc', estimate: 0.69, lower: 0.66, upper: 0.72 });
    const svg = forestFigure({
      id: 'forest',
      title: 'AUROC by stage',
      metric: 'auroc',
      overall,
      groups: [{ title: 'Stage', rows }],
      colour: 'var(--series-1)',
    }).toString();
    for (const row of [overall, ...rows]) expect(svg.split(`data-evidence="${row.id}"`)).toHaveLength(3);
    expect(svg).toContain('not estimable');
    expect(svg).toContain('II &lt;script&gt;');
    await expect(svg).toMatchFileSnapshot(committed('forest'));
  });

  test('calibration', async () => {
    const curve = [0.1, 0.2, 0.3].map((p) => point('calibration_curve', p, p * 0.9, 0.03));
    const events = [0, 0.02, 0.04].map((p, i) => point('risk_histogram_event', p, [0, 4, 2][i]!));
    const nonEvents = [0, 0.02, 0.04].map((p, i) => point('risk_histogram_nonevent', p, [9, 30, 12][i]!));
    const limit = calibrationLimit(curve, [...events, ...nonEvents]);
    expect(limit).toBe(0.3);
    const drawings = calibrationFigure({
      id: 'calibration',
      title: 'Calibration',
      curve,
      events,
      nonEvents,
      colour: 'var(--series-1)',
      limit,
    });
    await expect(drawings.join('\n')).toMatchFileSnapshot(committed('calibration'));
  });

  test('decision curve', async () => {
    const rows = [0.05, 0.1, 0.2, 0.4].map((t) => point('net_benefit', t, 0.1 - t / 5, 0.01));
    const treatAll = [0.05, 0.1, 0.2, 0.4].map((t) =>
      point('net_benefit_treat_all', t, (0.14 - t) / (1 - t)),
    );
    const models = [{ name: 'network', colour: 'var(--series-1)', dash: null, rows }];
    const svg = decisionCurveFigure({
      id: 'decision',
      title: 'Decision curve',
      models,
      treatAll,
      declared: [0.1],
    });
    await expect(svg.toString()).toMatchFileSnapshot(committed('decision-curve'));
  });

  test('nothing to draw is an empty frame, not a failure', () => {
    const empty = { id: 'x', title: 'x', colour: 'var(--series-1)' };
    expect(calibrationLimit([], [])).toBe(0.2);
    const calibration = calibrationFigure({ ...empty, curve: [], events: [], nonEvents: [], limit: 0.2 });
    expect(calibration.join('')).not.toContain('NaN');
    expect(forestFigure({ ...empty, metric: 'auroc', overall: null, groups: [] }).toString()).not.toContain(
      'NaN',
    );
    expect(
      decisionCurveFigure({ ...empty, models: [], treatAll: [], declared: [] }).toString(),
    ).not.toContain('NaN');
  });
});
