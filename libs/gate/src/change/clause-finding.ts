/** One thing that changed or had to hold, and the clause of the plan that answers for it. */
export interface ClauseFinding {
  readonly clause: string;
  readonly what: string;
  readonly holds: boolean;
}
