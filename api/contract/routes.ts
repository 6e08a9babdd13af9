import { ACCESS_ROUTES } from './access.js';
import { ACTION_ROUTES } from './actions.js';
import { AMENDMENT_ROUTES } from './amendments.js';
import { AROUND_ROUTES } from './around.js';
import { BOOK_ROUTES } from './books.js';
import { CALENDAR_ROUTES } from './calendar.js';
import { CASE_ROUTES } from './cases.js';
import { CODE_ROUTES } from './codes.js';
import { CUSTOMER_ROUTES } from './customer.js';
import { DELIVERY_ROUTES } from './delivery.js';
import { DIGEST_ROUTES } from './digests.js';
import { EVALUATION_ROUTES } from './evaluation.js';
import { EVENT_ROUTES } from './events.js';
import { FACT_ROUTES } from './facts.js';
import { HANDLING_ROUTES } from './handlings.js';
import { IDENTITY_ROUTES } from './identities.js';
import { IMPORT_ROUTES } from './imports.js';
import { INBOX_ROUTES } from './inbox.js';
import { INCIDENT_ROUTES } from './incidents.js';
import { LETTER_ROUTES } from './letters.js';
import { ME_ROUTES } from './me.js';
import { OFFLINE_ROUTES } from './offline.js';
import { ORDER_ROUTES } from './orders.js';
import { OVERVIEW_ROUTES } from './overview.js';
import { PAYMENT_ROUTES } from './payments.js';
import { PEOPLE_ROUTES } from './people.js';
import { PRINT_BATCH_ROUTES } from './print-batches.js';
import { REFUND_ROUTES } from './refunds.js';
import { BATCH_ROUTES } from './retry-batches.js';
import { REVIEW_DESK_ROUTES } from './review-desk.js';
import { REVIEW_ROUTES } from './reviews.js';
import { SCAN_FACE_ROUTES } from './scan-faces.js';
import { SCAN_ROUTES } from './scans.js';
import { SEARCH_ROUTES } from './searches.js';
import { SECURITY_ROUTES } from './security.js';
import { SESSION_ROUTES } from './session.js';
import { STEERING_ROUTES } from './steering.js';
import { STUCK_ROUTES } from './stuck.js';
import { TIMELINE_ROUTES } from './timeline.js';
import { TOKEN_KEY_ROUTES } from './token-keys.js';
import { TOKEN_ROUTES } from './tokens.js';
import { TRANSFER_ROUTES } from './transfers.js';
import { VIEW_ROUTES } from './views.js';

/** Every route there is: the server mounts this table, the document is generated from it, clients read that. */
export const ROUTES = {
  ...ORDER_ROUTES,
  ...AMENDMENT_ROUTES,
  ...CODE_ROUTES,
  ...PRINT_BATCH_ROUTES,
  ...FACT_ROUTES,
  ...HANDLING_ROUTES,
  ...PAYMENT_ROUTES,
  ...REFUND_ROUTES,
  ...BOOK_ROUTES,
  ...TRANSFER_ROUTES,
  ...SCAN_ROUTES,
  ...OFFLINE_ROUTES,
  ...SCAN_FACE_ROUTES,
  ...SEARCH_ROUTES,
  ...AROUND_ROUTES,
  ...REVIEW_ROUTES,
  ...REVIEW_DESK_ROUTES,
  ...CASE_ROUTES,
  ...INCIDENT_ROUTES,
  ...BATCH_ROUTES,
  ...CALENDAR_ROUTES,
  ...TIMELINE_ROUTES,
  ...OVERVIEW_ROUTES,
  ...IMPORT_ROUTES,
  ...ME_ROUTES,
  ...DIGEST_ROUTES,
  ...SESSION_ROUTES,
  ...SECURITY_ROUTES,
  ...TOKEN_ROUTES,
  ...TOKEN_KEY_ROUTES,
  ...IDENTITY_ROUTES,
  ...ACTION_ROUTES,
  ...EVALUATION_ROUTES,
  ...EVENT_ROUTES,
  ...VIEW_ROUTES,
  ...STEERING_ROUTES,
  ...STUCK_ROUTES,
  ...PEOPLE_ROUTES,
  ...ACCESS_ROUTES,
  ...LETTER_ROUTES,
  ...INBOX_ROUTES,
  ...DELIVERY_ROUTES,
  ...CUSTOMER_ROUTES,
};

export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
