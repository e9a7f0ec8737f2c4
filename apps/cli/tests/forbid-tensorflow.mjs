import { Module, register } from 'node:module';

const forbidden = /@tensorflow|tfjs_binding|danfojs/;
register(
  `data:text/javascript,export async function resolve(name, context, next) {
    if (${forbidden}.test(name)) throw new Error('tensorflow was loaded: ' + name);
    return next(name, context);
  }`,
);
const load = Module._load;
Module._load = (name, ...rest) => {
  if (forbidden.test(name)) throw new Error(`tensorflow was loaded: ${name}`);
  return load(name, ...rest);
};
