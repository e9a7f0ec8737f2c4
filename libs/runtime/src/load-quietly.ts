/**
 * Runs a synchronous load with console output and deprecation warnings held back: tfjs greets on the console, announces
 * that platforms overwrite each other, and requires the retired `punycode`. Nothing of it tells a user anything.
 */
export const loadQuietly = <T>(load: () => T): T => {
  const silent = () => {};
  const { log, info, warn } = console;
  const settings = process as { noDeprecation?: boolean };
  const { noDeprecation } = settings;
  Object.assign(console, { log: silent, info: silent, warn: silent });
  settings.noDeprecation = true;
  try {
    return load();
  } finally {
    Object.assign(console, { log, info, warn });
    if (noDeprecation === undefined) delete settings.noDeprecation;
    else settings.noDeprecation = noDeprecation;
  }
};
