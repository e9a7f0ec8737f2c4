/** One thing that was looked at. `advice` says what to do about it, null where nothing is to be done. */
export type Finding = {
  readonly item: string;
  readonly status: 'ok' | 'missing' | 'warning';
  readonly detail: string;
  readonly advice: string | null;
};

export const ok = (item: string, detail: string): Finding => ({ item, status: 'ok', detail, advice: null });

export const missing = (item: string, detail: string, advice: string): Finding => ({
  ...{ item, status: 'missing', detail, advice },
});

export const warning = (item: string, detail: string, advice: string): Finding => ({
  ...{ item, status: 'warning', detail, advice },
});
