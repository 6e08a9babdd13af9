/** Everything that Temporal loads. */
export { order } from './order.js';
export { sweeping } from './sweeping.js';
