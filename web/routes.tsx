import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  Navigate,
} from '@tanstack/react-router';
import { readBoardSearch } from './board/views.js';
import { homeOf } from './homes.js';
import { incidentSearch, weeksOf } from './incidents/search.js';
import { useMe } from './me.js';
import { readPeopleSearch } from './people/search.js';
import { reviewSearch } from './reviews/search.js';
import { type Purpose, purposeOf } from './scan/purposes.js';
import { Frame } from './shell/frame.js';
import { STATES, type State } from './states.js';
import { useWords } from './words.js';

const root = createRootRoute({ component: Frame, notFoundComponent: NoPage });

function NoPage() {
  const { t } = useWords();
  return (
    <>
      <h1>{t('problem.no_page')}</h1>
      <p className="quiet">{t('problem.no_page_why')}</p>
      <Link to="/">{t('problem.to_home')}</Link>
    </>
  );
}

/** The home is the queue of the person. */
function Home() {
  return <Navigate to={homeOf(useMe())} replace />;
}

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });
const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: (search: Record<string, unknown>): { state?: State | undefined } => ({
    state: STATES.find((state) => state === search.state),
  }),
  component: lazyRouteComponent(() => import('./orders/orders-screen.js'), 'OrdersScreen'),
});
const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$orderNo',
  component: lazyRouteComponent(() => import('./order/order-screen.js'), 'OrderScreen'),
});
const reviews = createRoute({
  getParentRoute: () => root,
  path: '/reviews',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('./reviews/reviews-screen.js'), 'ReviewsScreen'),
});
const review = createRoute({
  getParentRoute: () => root,
  path: '/reviews/$reviewId',
  component: lazyRouteComponent(() => import('./reviews/review-screen.js'), 'ReviewScreen'),
});
const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): { kind?: 'technical' | 'business' | undefined } => ({
    kind: (['technical', 'business'] as const).find((kind) => kind === search.kind),
  }),
  component: lazyRouteComponent(() => import('./cases/cases-screen.js'), 'CasesScreen'),
});
const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/cases/$caseId',
  component: lazyRouteComponent(() => import('./cases/case-screen.js'), 'CaseScreen'),
});
const incidents = createRoute({
  getParentRoute: () => root,
  path: '/incidents',
  validateSearch: incidentSearch,
  component: lazyRouteComponent(() => import('./incidents/incidents-screen.js'), 'IncidentsScreen'),
});
const incident = createRoute({
  getParentRoute: () => root,
  path: '/incidents/$causeKey',
  component: lazyRouteComponent(() => import('./incidents/incident-screen.js'), 'IncidentScreen'),
});
const batch = createRoute({
  getParentRoute: () => root,
  path: '/retry-batches/$batchId',
  component: lazyRouteComponent(() => import('./incidents/batch-screen.js'), 'BatchScreen'),
});
const batches = createRoute({
  getParentRoute: () => root,
  path: '/retry-batches',
  component: lazyRouteComponent(() => import('./incidents/batches-screen.js'), 'BatchesScreen'),
});
const statistics = createRoute({
  getParentRoute: () => root,
  path: '/case-statistics',
  validateSearch: weeksOf,
  component: lazyRouteComponent(() => import('./incidents/statistics-screen.js'), 'StatisticsScreen'),
});
const alerts = createRoute({
  getParentRoute: () => root,
  path: '/scan-alerts',
  component: lazyRouteComponent(() => import('./alerts/alerts-screen.js'), 'AlertsScreen'),
});
const printBatches = createRoute({
  getParentRoute: () => root,
  path: '/print-batches',
  component: lazyRouteComponent(() => import('./print/batches-screen.js'), 'PrintBatchesScreen'),
});
const books = createRoute({
  getParentRoute: () => root,
  path: '/books',
  component: lazyRouteComponent(() => import('./books/books-screen.js'), 'BooksScreen'),
});
const printBatch = createRoute({
  getParentRoute: () => root,
  path: '/print-batches/$batchId',
  component: lazyRouteComponent(() => import('./print/batch-screen.js'), 'PrintBatchScreen'),
});
const board = createRoute({
  getParentRoute: () => root,
  path: '/board',
  validateSearch: readBoardSearch,
  component: lazyRouteComponent(() => import('./board/board-screen.js'), 'BoardScreen'),
});
const scan = createRoute({
  getParentRoute: () => root,
  path: '/scan',
  validateSearch: (search: Record<string, unknown>): { purpose?: Purpose | undefined } => ({
    purpose: purposeOf(search.purpose),
  }),
  component: lazyRouteComponent(() => import('./scan/scan-screen.js'), 'ScanScreen'),
});
const offline = createRoute({
  getParentRoute: () => root,
  path: '/offline',
  component: lazyRouteComponent(() => import('./offline/offline-screen.js'), 'OfflineScreen'),
});
const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  component: lazyRouteComponent(() => import('./search/search-screen.js'), 'SearchScreen'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/settings/people',
  validateSearch: readPeopleSearch,
  component: lazyRouteComponent(() => import('./people/people-screen.js'), 'PeopleScreen'),
});
const person = createRoute({
  getParentRoute: () => root,
  path: '/settings/people/$personId',
  component: lazyRouteComponent(() => import('./people/person-screen.js'), 'PersonScreen'),
});
const calendar = createRoute({
  getParentRoute: () => root,
  path: '/settings/calendar',
  validateSearch: (search: Record<string, unknown>): { year?: number | undefined } => ({
    year: Number.isInteger(search.year) ? Number(search.year) : undefined,
  }),
  component: lazyRouteComponent(() => import('./calendar/calendar-screen.js'), 'CalendarScreen'),
});
const tokens = createRoute({
  getParentRoute: () => root,
  path: '/settings/tokens',
  component: lazyRouteComponent(() => import('./tokens/tokens-screen.js'), 'TokensScreen'),
});
const tokenKeys = createRoute({
  getParentRoute: () => root,
  path: '/settings/keys',
  component: lazyRouteComponent(() => import('./token-keys/keys-screen.js'), 'TokenKeysScreen'),
});
const security = createRoute({
  getParentRoute: () => root,
  path: '/me/security',
  component: lazyRouteComponent(() => import('./security/security-screen.js'), 'SecurityScreen'),
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: '/messages/inbox',
  component: lazyRouteComponent(() => import('./messages/inbox-screen.js'), 'InboxScreen'),
});
const lost = createRoute({
  getParentRoute: () => root,
  path: '/messages/lost',
  component: lazyRouteComponent(() => import('./messages/lost-screen.js'), 'LostScreen'),
});
const templates = createRoute({
  getParentRoute: () => root,
  path: '/messages/templates',
  component: lazyRouteComponent(() => import('./messages/templates-screen.js'), 'TemplatesScreen'),
});

export const router = createRouter({
  basepath: '/app',
  routeTree: root.addChildren([
    home,
    orders,
    order,
    reviews,
    review,
    cases,
    oneCase,
    incidents,
    incident,
    batch,
    batches,
    statistics,
    alerts,
    printBatches,
    printBatch,
    books,
    board,
    scan,
    offline,
    security,
    search,
    people,
    person,
    calendar,
    tokens,
    tokenKeys,
    inbox,
    lost,
    templates,
  ]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
