import { describe, expect, test } from 'vitest';
import { MlflowError } from '../errors/mlflow-error.ts';
import { type Answer, errorFromAnswer } from './error-from-answer.ts';
import { defaultRetryPolicy } from './retry-policy.ts';

const answer = (status: number, body: unknown = '', headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});
const errorOf = (given: Answer) => errorFromAnswer(given, 'runs/get', defaultRetryPolicy);

describe('an answer', () => {
  test('of success is no error', () => {
    expect(errorOf(answer(200, '{}'))).toBeUndefined();
  });

  test("keeps MLflow's code, in one line", () => {
    const body = { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Run not found.\nStack\n more' };
    const error = errorOf(answer(404, body));
    expect(error).toBeInstanceOf(MlflowError);
    expect(error).toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      httpStatus: 404,
      retryable: false,
      exitCode: 7,
    });
    expect(error?.message).toBe('runs/get: Run not found');
  });

  test.each([
    [401, 'UNAUTHENTICATED', false],
    [403, 'PERMISSION_DENIED', false],
    [404, 'ENDPOINT_NOT_FOUND', false],
    [413, 'REQUEST_LIMIT_EXCEEDED', false],
    [429, 'TEMPORARILY_UNAVAILABLE', true],
    [500, 'TEMPORARILY_UNAVAILABLE', true],
    [502, 'TEMPORARILY_UNAVAILABLE', true],
    [503, 'TEMPORARILY_UNAVAILABLE', true],
  ])('HTTP %i without a body of MLflow reads %s', (status, code, retryable) => {
    expect(errorOf(answer(status, '<html>'))).toMatchObject({
      code,
      retryable,
      message: `runs/get: HTTP ${status}`,
    });
  });

  test('about an exhausted connection pool can be tried again although it is a 400', () => {
    const message = '(sqlalchemy) QueuePool limit of size 5 overflow 10 reached';
    expect(errorOf(answer(400, { error_code: 'BAD_REQUEST', message }))).toMatchObject({
      retryable: true,
      ambiguous: true,
    });
    expect(errorOf(answer(400, { error_code: 'BAD_REQUEST', message: 'no' }))?.retryable).toBe(false);
  });

  test('names its waiting time in seconds or as a date', () => {
    const date = 'Tue, 24 Nov 2026 10:00:00 GMT';
    const wait = (headers: Answer['headers']) => errorOf(answer(503, '', headers))?.retryAfterMs;
    expect(wait({ 'retry-after': '7' })).toBe(7000);
    expect(wait({ 'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT', date })).toBe(30_000);
    expect(wait({ 'retry-after': 'soon' })).toBeUndefined();
    expect(wait({})).toBeUndefined();
  });

  test('that says when to come back did nothing; another 5xx may have', () => {
    expect(errorOf(answer(503, '', { 'retry-after': '1' }))?.ambiguous).toBe(false);
    expect(errorOf(answer(503))?.ambiguous).toBe(true);
    expect(errorOf(answer(429))?.ambiguous).toBe(false);
  });

  test('that redirects is not followed', () => {
    expect(errorOf(answer(302))).toMatchObject({ problem: 'redirect', retryable: false });
  });
});
