export { draw } from './draw';
export { line, moments } from './line';
export { spline, splineColumns } from './spline';
export { cellDots, cells, dots, gather, rank } from './tally';
