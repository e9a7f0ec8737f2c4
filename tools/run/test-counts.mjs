/**
 * Counts of a vitest JSON report. A file that could not be loaded has no tests, and a run can fail on an unhandled error
 * alone: each counts as one failure, so that a red run is never reported as green.
 *
 * @param {{ testResults?: { status: string, assertionResults: { status: string }[] }[] } | undefined} report
 * @param {number} exitCode of the vitest run
 */
export function testCounts(report, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    const failed = file.assertionResults.filter((one) => one.status === 'failed').length;
    counts.failed += failed;
    if (file.status === 'failed' && failed === 0) counts.failed++;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed++;
      else if (status !== 'failed') counts.skipped++;
    }
  }
  if (exitCode !== 0 && counts.failed === 0) counts.failed++;
  return counts;
}

/** The line that `.ci/run` and people read: `12 passed, 0 failed`, with skipped ones where there are any. */
export function countLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
