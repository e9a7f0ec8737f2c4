export { decisionSummary } from './decision-summary.ts';
export { judge } from './judge.ts';
export { junit } from './junit.ts';
export { markdown } from './markdown.ts';
export { parsePolicy } from './parse-policy.ts';
export { type Criterion, type Policy, policySchema } from './policy.ts';
export { verdictExitCode } from './verdict-exit-code.ts';
