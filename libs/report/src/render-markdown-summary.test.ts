import { describe, expect, test } from 'vitest';
import { trainings } from '../tests/dossier-fixture.ts';
import { packInput } from '../tests/pack-input.ts';
import { renderMarkdownSummary } from './render-markdown-summary.ts';

describe('renderMarkdownSummary', () => {
  const summary = renderMarkdownSummary(packInput());

  test('verdict, sentence, criteria, comparison and results', () => {
    expect(summary.split('\n').slice(0, 3)).toEqual([
      '## Insufficient evidence: Relapse of Wilms tumour',
      '',
      'The data cannot decide on 1 of 3 criteria, which counts as not met until more patients are seen.',
    ]);
    expect(summary).toContain(
      '- network did not beat logistic: difference in AUROC −0.004 (−0.012 to 0.004).',
    );
    expect(summary).toContain('| network | 2171 | 300 | 0.702 (0.669–0.735) |');
    expect(summary).toContain('14 statements could not be estimated');
  });

  test('whether transfer helped, where that was asked', () => {
    expect(renderMarkdownSummary(packInput({ trainings }))).toContain(
      '- tuned, internal, 24 patients: transfer hurt, by the log loss against',
    );
    expect(summary).not.toContain('transfer hurt');
  });

  test('text cannot leave its cell, make a link or an element', () => {
    const title = 'a | b\n# c [x](http://evil.example) <script> `d` *e* @f';
    const [heading] = renderMarkdownSummary(packInput({ title })).split('\n');
    expect(heading).toBe(
      '## Insufficient evidence: a \\| b \\# c \\[x\\](http&#58;//evil.example) &lt;script&gt; \\`d\\` \\*e\\* \\@f',
    );
  });

  test('same input, same bytes', () => expect(renderMarkdownSummary(packInput())).toBe(summary));
});
