/** A policy of one criterion; `criterion` lines replace those with the same key, `head` lines likewise. */
export function policyText(
  criterion: Record<string, string | null> = {},
  head: Record<string, string> = {},
): string {
  const top = {
    name: 'release test',
    agreed: '{ by: [a statistician], on: 2026-11-24 }',
    model: 'logistic',
    confidence: '0.95',
    multiplicity: '{ family: all criteria, method: none, because: all must pass }',
    ...head,
  };
  const first = {
    id: 'ranking',
    says: 'It ranks patients better than chance.',
    kind: 'absolute',
    metric: 'auroc',
    partition: 'external',
    require: '{ at_least: 0.6 }',
    minimum_patients: '100',
    minimum_events: '20',
    rationale: 'Below this nobody would look at it.',
    ...criterion,
  };
  const lines = Object.entries(first).filter(([, value]) => value !== null);
  return [
    ...Object.entries(top).map(([key, value]) => `${key}: ${value}`),
    'criteria:',
    ...lines.map(([key, value], index) => `  ${index === 0 ? '-' : ' '} ${key}: ${value}`),
    '',
  ].join('\n');
}
