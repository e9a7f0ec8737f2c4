import { ContractError } from '@raredx/tables';

/** Why a picture cannot be used, for counting. */
export type ImageFault =
  | 'missing'
  | 'outside'
  | 'empty'
  | 'not_an_image'
  | 'damaged'
  | 'too_large'
  | 'too_slow'
  | 'unsupported';

/** A picture that cannot be used: `<file>: <reason>`. */
export class ImageError extends ContractError {
  readonly fault: ImageFault;

  constructor(file: string, fault: ImageFault, problem: string, advice?: string) {
    super(file, problem, advice);
    this.name = 'ImageError';
    this.fault = fault;
  }
}
