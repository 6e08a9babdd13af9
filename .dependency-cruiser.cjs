/** Who may open which door: the table of docs/STYLE.md. `test/walls.test.ts` plants every import that it refuses. */

const DOORS = {
  domain: [],
  migrations: [],
  qr: ['domain'],
  db: ['domain'],
  intake: ['domain'],
  platform: ['domain'],
  queues: ['domain', 'qr', 'db', 'platform'],
  activities: ['domain', 'qr', 'db', 'platform'],
  workflows: ['domain'],
  api: ['domain', 'qr', 'db', 'intake', 'platform'],
  worker: ['domain', 'activities', 'queues', 'db', 'platform', 'workflows/contract.ts'],
  cli: ['domain', 'api/contract', 'platform'],
  web: ['api/contract', 'qr/form.ts'],
  scripts: ['domain'],
  host: [
    'domain',
    'migrations',
    'qr',
    'db',
    'intake',
    'platform',
    'queues',
    'activities',
    'workflows/contract.ts',
    'api',
    'worker',
    'cli',
  ],
};
/** These open every door, and nobody opens theirs. */
const VISITORS = ['test', 'bench'];

const ROOMS = [...Object.keys(DOORS), ...VISITORS];
const OURS = `^(${ROOMS.join('|')})/`;
const start = (place) => `^${place.replaceAll('.', '\\.')}${place.endsWith('.ts') ? '$' : '(/|\\.ts$)'}`;

/** Of our own rooms, only those behind the doors; packages and Node are another matter. */
const wall = ([room, doors]) => ({
  name: `${room}-doors`,
  comment: doors.length > 0 ? `${room} imports ${doors.join(', ')}` : `${room} imports no other room`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: OURS, pathNot: [`^${room}/`, ...doors.map(start)] },
});

const walls = Object.entries(DOORS).filter(([room]) => room !== 'workflows');

module.exports = {
  forbidden: [
    ...walls.map(wall),
    {
      name: 'workflows-doors',
      comment: 'workflows import domain, and of activities the types alone: their code runs in a sandbox',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: OURS, pathNot: ['^workflows/', '^domain/', '^activities/'] },
    },
    {
      name: 'workflows-take-types-of-activities',
      comment: 'a value of activities would pull the database into the sandbox',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-stands-alone',
      comment: 'domain imports nothing: no package, not even Node',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'workflows-stand-on-temporal-alone',
      comment: 'Node and packages are not deterministic',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: [OURS, '(^|node_modules/)@temporalio/workflow(/|$)'] },
    },
    {
      name: 'migrations-stand-alone',
      comment: "history must still run when today's code has changed; knex runs it",
      severity: 'error',
      from: { path: '^migrations/' },
      to: { pathNot: ['^migrations/', 'node_modules/knex/'] },
    },
    {
      name: 'no-cycle',
      comment: 'what imports each other is one thing in two files',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'a file that nothing imports and that imports nothing is forgotten',
      severity: 'error',
      // What browsers load by name, from a public folder or as a service worker, imports nothing and is imported by nothing.
      from: { orphan: true, path: OURS, pathNot: ['^test/', '/public/', '/service-worker\\.js$'] },
      to: {},
    },
    {
      name: 'nothing-unresolvable',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: { path: OURS },
      to: { couldNotResolve: true, pathNot: '\\?url$' },
    },
  ],
  options: {
    exclude: { path: '^(\\.data|\\.runtime|dist|coverage)/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
