export { formatCount, formatEstimate, formatInterval, formatShare, formatValue } from './format-number.ts';
export { escapeHtml, visibleText } from './html.ts';
export { type MetricFacts, metricFacts } from './metric-facts.ts';
export type { LabelNoise, PackInput, PackModel } from './pack-input.ts';
export { renderHtml } from './render-html.ts';
export { renderMarkdownSummary } from './render-markdown-summary.ts';
