/** A share strictly between 0 and 1, such as a prevalence: at the ends there is nothing to plan. */
export function checkShare(where: string, name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${where}: ${name} must be between 0 and 1 (${value})`);
}

/** An anticipated AUROC: below one half the model would be turned round first. */
export function checkAuroc(where: string, value: number): void {
  if (!(value >= 0.5 && value < 1)) throw new RangeError(`${where}: auroc must be in [0.5, 1) (${value})`);
}

/** A number of patients, events or parameters that may be a mean and so need not be whole. */
export function checkCount(where: string, name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${where}: ${name} must be positive (${value})`);
}
