import { createServer } from 'node:http';
import pg from 'pg';

/** Redeems a code in the least that a server on PostgreSQL can do: one row once and one update, in a transaction. */
const [databaseUrl, port] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });

async function redeem(id: number): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rowCount } = await client.query({
      name: 'once',
      text: 'insert into bench_redeems (id) values ($1) on conflict do nothing',
      values: [id],
    });
    if (rowCount === 1)
      await client.query({
        name: 'mark',
        text: 'update bench_codes set redeemed_at = now() where id = $1',
        values: [id],
      });
    await client.query('commit');
    return rowCount === 1;
  } finally {
    client.release();
  }
}

const server = createServer((req, res) => {
  let body = '';
  req.setEncoding('utf8');
  req.on('data', (chunk: string) => {
    body += chunk;
  });
  req.on('end', () => {
    const answer = (status: number, told: object) => {
      const text = JSON.stringify(told);
      res.writeHead(status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      res.end(text);
    };
    redeem((JSON.parse(body) as { id: number }).id).then(
      (accepted) => answer(200, { accepted }),
      (error: Error) => answer(500, { error: error.message }),
    );
  });
});
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
for (const end of ['SIGTERM', 'disconnect'] as const) process.on(end, () => process.exit(0));
