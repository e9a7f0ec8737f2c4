import { renderHtml } from '@raredx/report';
import { expect, test } from 'vitest';
import { bundleViewer } from '../bundle.mjs';
import { packInput, plainNames, plan, predictions } from './small-cohort.ts';

const small = predictions(plainNames);
const input = packInput(small, plainNames);

test('a page of 10,000 patients and two models stays below 3 MB, says what is inside, and holds no id', async () => {
  const { script } = await bundleViewer();
  const page = renderHtml(input, { script, predictions: predictions(plainNames, 10_000), plan });
  expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
  expect([page.includes('<td class="number">6666</td>'), page.includes(plainNames.patient)]).toEqual([
    true,
    false,
  ]);
});

test('the same input gives the same bytes, and none of the viewer without one', async () => {
  const { script } = await bundleViewer();
  expect((await bundleViewer()).script === script).toBe(true);
  const viewer = { script, predictions: small, plan };
  const [first, second] = [renderHtml(input, viewer), renderHtml(input, viewer)];
  expect(first === second).toBe(true);
  expect(/<script|viewer-data/.test(renderHtml(input))).toBe(false);
});

test('a script that could end its element is refused', () => {
  const viewer = { script: 'x="</script>"', predictions: small, plan };
  expect(() => renderHtml(input, viewer)).toThrow('viewer: the script holds an end tag or a comment');
});
