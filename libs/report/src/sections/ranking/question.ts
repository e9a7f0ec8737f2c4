import { type Html, html } from '../../html.ts';
import type { Pack } from '../../pack.ts';
import { section } from '../../table.ts';

/** What was asked, what was expected, and how the cases answer it. */
export function rankingQuestionSection({ input }: Pack): Html {
  const leak = input.leak?.verdict;
  const independence =
    leak === 'clean'
      ? 'No judged case, its publication or its very terms are among the cases that anything was chosen on, and the knowledge cites none of them for its disease.'
      : leak === undefined
        ? 'Whether the knowledge or the development cases know the judged ones was not checked.'
        : 'Not every way was found closed by which a judged case could have been known: see the checks under data quality.';
  return section(
    'question',
    'The question, and how the data answer it',
    html`<p class="question">${input.question}</p>
${input.expectation !== undefined && html`<p><strong>Expected.</strong> ${input.expectation}</p>`}
<p>Each ranker gives every candidate disease a score by the findings of a case; what is judged is where the true disease stands. ${independence} A true disease that is no candidate is a miss. Cases of one publication are drawn together.</p>`,
  );
}
