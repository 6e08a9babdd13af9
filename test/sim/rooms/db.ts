/** What the house finds behind the doors of db/. */
export { isUnsettled, ordered } from '../../../db/standing.js';
export * from './db-around.js';
export * from './db-cases.js';
export * from './db-orders.js';
export * from './db-post.js';
export * from './db-steps.js';
