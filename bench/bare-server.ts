import { createServer } from 'node:http';
import pg from 'pg';
import { SELECTS } from './questions.js';

/** A server that answers each select with its rows and does nothing else: what any API on this database costs at least. */
const [databaseUrl, port] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
const server = createServer((req, res) => {
  const select = SELECTS[req.url?.slice(1) ?? ''];
  pool.query(select ?? 'select 1').then(
    ({ rows }) => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ items: rows }));
    },
    (error: Error) => {
      res.statusCode = 500;
      res.end(error.message);
    },
  );
});
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
for (const end of ['SIGTERM', 'disconnect'] as const) process.on(end, () => process.exit(0));
