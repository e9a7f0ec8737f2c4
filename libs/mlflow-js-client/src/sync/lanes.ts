/**
 * Work in order within a lane, of several lanes at once. Lanes take turns in the order their work came, and no more
 * than `inFlight` pieces are under way. After a failure nothing more is begun; it is thrown where the caller waits.
 */
export class Lanes {
  readonly #inFlight: number;
  readonly #roomFor: number;
  readonly #queue: { readonly lane: string; readonly work: () => Promise<void> }[] = [];
  readonly #busy = new Set<string>();
  #failure: { readonly error: unknown } | undefined;
  #waiters: (() => void)[] = [];

  constructor(inFlight: number) {
    this.#inFlight = inFlight;
    this.#roomFor = 4 * inFlight;
  }

  enter(lane: string, work: () => Promise<void>): void {
    if (this.#failure) return;
    this.#queue.push({ lane, work });
    this.#begin();
  }

  /** Resolves when more work may come: what waits is held in memory. */
  async room(): Promise<void> {
    while (this.#queue.length > this.#roomFor && !this.#failure) await this.#change();
    if (this.#failure) await this.idle();
  }

  /** Resolves when nothing is under way, and throws the first failure there was. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0 || this.#queue.length > 0) await this.#change();
    if (this.#failure) throw this.#failure.error;
  }

  #begin(): void {
    for (let at = 0; at < this.#queue.length && this.#busy.size < this.#inFlight; ) {
      const next = this.#queue[at];
      if (next === undefined || this.#busy.has(next.lane)) {
        at += 1;
        continue;
      }
      this.#queue.splice(at, 1);
      this.#busy.add(next.lane);
      void this.#run(next.lane, next.work);
    }
  }

  async #run(lane: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failure ??= { error };
      this.#queue.length = 0;
    }
    this.#busy.delete(lane);
    this.#begin();
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }
}
