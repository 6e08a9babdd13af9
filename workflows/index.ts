/** Everything that Temporal loads. */
export { order } from './order.js';
export { retrying } from './retrying.js';
export { sweeping } from './sweeping.js';
