import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';
import { row, rows, run } from '../../db/sql.js';
import type { Raced } from './raced.js';
import { type RaceStage, rush } from './stage.js';

/** The controls: look first, then insert, without lock and key, by the same rivals on the same database. */
export async function raceNaively(stage: RaceStage, orders: number): Promise<Raced[]> {
  const { admin } = stage.record;
  await run(admin, 'create table naive_wins (race text not null, order_key int not null)');
  await run(admin, 'grant select, insert on naive_wins to oqr_worker');
  const { db } = stage.house;
  const server = createServer((asked, answer) => {
    const told = (status: number) => () => answer.writeHead(status).end();
    takeNaively(db, 'http', Number(asked.url?.slice(1))).then(told(201), told(500));
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address() as AddressInfo;
  try {
    return [
      await raceOne(stage, orders, { way: 'deeds', take: (key) => takeNaively(db, 'deeds', key) }),
      await raceOne(stage, orders, { way: 'http', take: (key) => askFor(port, key) }),
    ];
  } finally {
    server.close();
  }
}

async function takeNaively(db: Knex, race: string, key: number): Promise<void> {
  await db.transaction(async (tx) => {
    const found = await row(tx, 'select 1 from naive_wins where race = :race and order_key = :key', {
      race,
      key,
    });
    if (!found) await run(tx, 'insert into naive_wins (race, order_key) values (:race, :key)', { race, key });
  });
}

const askFor = (port: number, key: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: `/${key}` }, (answer) => {
      answer.resume();
      answer.on('end', resolve);
    });
    sent.on('error', reject);
    sent.end();
  });

interface Naive {
  way: 'deeds' | 'http';
  take: (key: number) => Promise<void>;
}

async function raceOne({ rivals, record }: RaceStage, orders: number, { way, take }: Naive): Promise<Raced> {
  const beganMs = performance.now();
  for (let key = 0; key < orders; key += 1) await rush(rivals, () => take(key));
  const doubled = await rows(
    record.admin,
    'select order_key from naive_wins where race = :way group by order_key having count(*) > 1',
    { way },
  );
  return {
    name: way === 'deeds' ? 'control: unguarded, on connections' : 'control: unguarded, HTTP clients',
    ...{ orders, attempts: orders * rivals, doubled: doubled.length, lost: 0 },
    seconds: (performance.now() - beganMs) / 1_000,
  };
}
