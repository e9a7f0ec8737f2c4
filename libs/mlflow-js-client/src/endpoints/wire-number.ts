/** JSON has no NaN or infinities; protobuf's JSON writes them as text. */
export const wireNumber = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value);

export const numberFromWire = (value: number | string | undefined): number => Number(value ?? 0);
