import { RemoteError, type RemoteErrorFacts } from './remote-error.ts';

/** MLflow's own `error_code`s that a caller tells apart; others come through as they are. */
export type MlflowErrorCode =
  | 'RESOURCE_DOES_NOT_EXIST'
  | 'RESOURCE_ALREADY_EXISTS'
  | 'INVALID_PARAMETER_VALUE'
  | 'INVALID_STATE'
  | 'BAD_REQUEST'
  | 'PERMISSION_DENIED'
  | 'UNAUTHENTICATED'
  | 'ENDPOINT_NOT_FOUND'
  | 'REQUEST_LIMIT_EXCEEDED'
  | 'TEMPORARILY_UNAVAILABLE'
  | 'INTERNAL_ERROR'
  | (string & {});

/** The server answered, and said no. */
export class MlflowError extends RemoteError {
  readonly code: MlflowErrorCode;
  readonly httpStatus: number;

  constructor(
    what: string,
    answer: { code: MlflowErrorCode; httpStatus: number; where?: string },
    facts: Omit<RemoteErrorFacts, 'problem'>,
  ) {
    super(answer.where ?? 'mlflow', what, { ...facts, problem: 'rejected' });
    this.name = 'MlflowError';
    this.code = answer.code;
    this.httpStatus = answer.httpStatus;
  }
}

/** True for an answer of the server with this `error_code`. */
export function isMlflowError(error: unknown, code?: MlflowErrorCode): error is MlflowError {
  return error instanceof MlflowError && (code === undefined || error.code === code);
}
