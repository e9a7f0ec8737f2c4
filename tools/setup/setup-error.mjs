/** A failure that a person can act on: printed as one line, exit code 6 (the environment lacks something). */
export class SetupError extends Error {
  name = 'SetupError';
  exitCode = 6;

  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}

/** The native runtime cannot be built on this machine; set-up goes on with the fall-back and says what to install. */
export class NativeObstacle extends SetupError {
  name = 'NativeObstacle';
}
