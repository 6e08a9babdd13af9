/**
 * Which rooms of the house the simulation builds anew: what a file of ours names on the left is the room on the right.
 * Everything else (the tale, its steps, the deeds, the transactions that they share, the relay, the domain, idempotency, the
 * end of a message) is as it is.
 */
export const ROOMS = [
  ['^@temporalio/workflow$', 'workflow.ts'],
  ['^\\.\\./db/[a-z-]+\\.js$', 'db.ts'],
  ['^\\.\\./qr/[a-z-]+\\.js$', 'qr.ts'],
  ['^\\.\\./platform/(phone|working-calendar|keys/(customer|amendment|search-terms))\\.js$', 'platform.ts'],
  ['^\\.\\./domain/lifecycle\\.js$', 'lifecycle.ts'],
];
