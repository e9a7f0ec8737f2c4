import { ContractError } from '@raredx/tables';

/** Why a DICOM file cannot be used, for counting. */
export type DicomFault =
  | 'empty'
  | 'not_dicom'
  | 'damaged'
  | 'too_deep'
  | 'too_large'
  | 'no_pixels'
  | 'unsupported';

/** A DICOM file that cannot be used: `<file>: <reason>`, with tags but never with values. */
export class DicomError extends ContractError {
  readonly fault: DicomFault;

  constructor(file: string, fault: DicomFault, problem: string, advice?: string) {
    super(file, problem, advice);
    this.name = 'DicomError';
    this.fault = fault;
  }
}
