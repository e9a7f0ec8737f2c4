/** What is said of the rank of a true candidate, as a number a case that is averaged. */
export const rankMeasures: readonly (readonly [metric: string, of: (rank: number) => number])[] = [
  ['top_1', (rank) => (rank <= 1 ? 1 : 0)],
  ['top_3', (rank) => (rank <= 3 ? 1 : 0)],
  ['top_10', (rank) => (rank <= 10 ? 1 : 0)],
  ['mrr', (rank) => 1 / rank],
];

export const candidatesSaid = (count: number): string => `${count.toLocaleString('en-US')} candidates`;
