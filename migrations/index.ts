import * as m0001 from './0001-people-and-policy.js';
import * as m0002 from './0002-orders.js';
import * as m0003 from './0003-codes.js';
import * as m0004 from './0004-facts-and-outbox.js';
import * as m0005 from './0005-verification-review-write-off.js';
import * as m0006 from './0006-cases-hops-messages-files.js';
import * as m0007 from './0007-operation-log.js';
import * as m0008 from './0008-idempotency-and-imports.js';
import * as m0009 from './0009-roles.js';
import * as m0010 from './0010-working-time.js';
import * as m0011 from './0011-sign-in.js';
import * as m0012 from './0012-second-factors.js';
import * as m0013 from './0013-people.js';
import * as m0014 from './0014-reviewer-desk.js';
import * as m0015 from './0015-incidents.js';
import * as m0016 from './0016-steering.js';
import * as m0017 from './0017-around-orders.js';
import * as m0018 from './0018-lists.js';
import * as m0019 from './0019-lists-at-scale.js';
import * as m0020 from './0020-hands-apart.js';
import * as m0021 from './0021-digests.js';
import * as m0023 from './0023-calendar-reasons.js';
import * as m0024 from './0024-printed-codes.js';
import * as m0025 from './0025-print-batches.js';
import * as m0026 from './0026-letters.js';
import * as m0027 from './0027-channels.js';
import * as m0030 from './0030-amended-orders.js';
import * as m0031 from './0031-scan-sightings.js';
import * as m0032 from './0032-key-compromises.js';
import * as m0033 from './0033-scan-guard.js';
import * as m0034 from './0034-payments.js';
import * as m0035 from './0035-refunds.js';
import * as m0036 from './0036-bills.js';
import * as m0037 from './0037-customer-page.js';
import * as m0043 from './0043-offline-scans.js';
import * as m0044 from './0044-tracking-numbers.js';
import * as m0050 from './0050-scan-alert-reviews.js';
import * as m0052 from './0052-quiet-facts.js';
import * as m0060 from './0060-cause-sums.js';
import * as m0061 from './0061-heaviest-reviews.js';
import * as m0062 from './0062-lists-at-a-million.js';
import * as m0063 from './0063-second-decisions.js';
import * as m0064 from './0064-parcels-found.js';
import * as m0065 from './0065-wake-ups-when-due.js';
import * as m0066 from './0066-failures-by-hour.js';

/** The history of the schema, in order. A released file never changes; a new one is added. */
export const MIGRATIONS: readonly { name: string; up: string; down: string }[] = [
  { name: '0001-people-and-policy', ...m0001 },
  { name: '0002-orders', ...m0002 },
  { name: '0003-codes', ...m0003 },
  { name: '0004-facts-and-outbox', ...m0004 },
  { name: '0005-verification-review-write-off', ...m0005 },
  { name: '0006-cases-hops-messages-files', ...m0006 },
  { name: '0007-operation-log', ...m0007 },
  { name: '0008-idempotency-and-imports', ...m0008 },
  { name: '0009-roles', ...m0009 },
  { name: '0010-working-time', ...m0010 },
  { name: '0011-sign-in', ...m0011 },
  { name: '0012-second-factors', ...m0012 },
  { name: '0013-people', ...m0013 },
  { name: '0014-reviewer-desk', ...m0014 },
  { name: '0015-incidents', ...m0015 },
  { name: '0016-steering', ...m0016 },
  { name: '0017-around-orders', ...m0017 },
  { name: '0018-lists', ...m0018 },
  { name: '0019-lists-at-scale', ...m0019 },
  { name: '0020-hands-apart', ...m0020 },
  { name: '0021-digests', ...m0021 },
  { name: '0023-calendar-reasons', ...m0023 },
  { name: '0024-printed-codes', ...m0024 },
  { name: '0025-print-batches', ...m0025 },
  { name: '0026-letters', ...m0026 },
  { name: '0027-channels', ...m0027 },
  { name: '0030-amended-orders', ...m0030 },
  { name: '0031-scan-sightings', ...m0031 },
  { name: '0032-key-compromises', ...m0032 },
  { name: '0033-scan-guard', ...m0033 },
  { name: '0034-payments', ...m0034 },
  { name: '0035-refunds', ...m0035 },
  { name: '0036-bills', ...m0036 },
  { name: '0037-customer-page', ...m0037 },
  { name: '0043-offline-scans', ...m0043 },
  { name: '0044-tracking-numbers', ...m0044 },
  { name: '0050-scan-alert-reviews', ...m0050 },
  { name: '0052-quiet-facts', ...m0052 },
  { name: '0060-cause-sums', ...m0060 },
  { name: '0061-heaviest-reviews', ...m0061 },
  { name: '0062-lists-at-a-million', ...m0062 },
  { name: '0063-second-decisions', ...m0063 },
  { name: '0064-parcels-found', ...m0064 },
  { name: '0065-wake-ups-when-due', ...m0065 },
  { name: '0066-failures-by-hour', ...m0066 },
];
