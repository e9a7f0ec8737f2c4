/** One attribute of the patients on both sides: level of each, numbered alike. */
export interface AttributeSides {
  readonly name: string;
  readonly levels: readonly string[];
  readonly reference: Uint32Array;
  readonly fresh: Uint32Array;
}
