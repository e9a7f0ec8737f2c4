export { factor } from './factor';
export { gram } from './gram';
export { backward, forward, product } from './product';
export { solve } from './solve';
export { axpy, dot } from './vector';
