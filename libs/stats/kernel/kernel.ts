export { draw } from './draw';
export { line, moments } from './line';
export { cellDots, cells, dots, gather, rank } from './tally';
