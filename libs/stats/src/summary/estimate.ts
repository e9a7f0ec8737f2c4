/** A number, or the reason why these data do not define one. Never NaN, never a silent zero. */
export type Estimate = { readonly value: number } | { readonly undefinedBecause: string };
