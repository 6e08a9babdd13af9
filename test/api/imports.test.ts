import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importReport } from '../../api/contract/imports.js';
import { openJson, unwrapKey } from '../../platform/keys/envelope.js';
import { type ApiHouse, openHouse } from './house.js';

const NORTHWIND = readFileSync(
  fileURLToPath(new URL('../../examples/northwind-orders.csv', import.meta.url)),
);

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

interface Sent {
  query?: string;
  headers?: Record<string, string>;
  person?: string;
}

async function send(
  body: NonNullable<RequestInit['body']>,
  { query = '', headers = {}, person = 'desk' }: Sent = {},
) {
  const response = await fetch(`${house.url}/imports?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.tokenOf(person)}`, 'content-type': 'text/csv', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
  const text = await response.text();
  if (response.ok) importReport.parse(JSON.parse(text));
  return { status: response.status, text, body: JSON.parse(text) };
}

/** A file of a mapping of its own: number, day, customer, product, pieces, total, paid on. */
const HEADER = 'no,day,who,what,pieces,total,paid';
const MAP = Buffer.from(
  JSON.stringify({
    name: 'own',
    currency: 'CNY',
    settlement: 'prepaid',
    order: { no: 'no', orderedAt: 'day' },
    customer: { ref: 'who', name: 'who' },
    line: { kind: 'goods', sku: 'what', name: 'what', quantity: 'pieces', amount: { lineTotal: 'total' } },
    facts: [{ column: 'paid', facts: ['payment_received_in_full'] }],
  }),
).toString('base64url');
const own = { headers: { 'import-map': MAP } };
const file = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`;
const refusalsOf = async (id: string) =>
  (await house.as('desk').get(`/imports/${id}/refusals?limit=200`)).body.items;

describe('the sample file', () => {
  test('is entered whole, with its facts and generation requests, through the bulk lane', async () => {
    const { status, body } = await send(NORTHWIND, { query: 'preset=northwind' });
    expect([status, body.status, body.accepted, body.unchanged, body.refused]).toEqual([
      200,
      'finished',
      830,
      0,
      0,
    ]);
    expect(body).toMatchObject({ bytes: NORTHWIND.length, rowsRead: 2155, notify: false });
    const { rows } = await house.database.admin.raw(
      'select type, source, count(*)::int as n from facts group by 1, 2 order by 1',
    );
    expect(rows).toEqual([
      { type: 'code_requested', source: 'import', n: 830 },
      { type: 'order_entered', source: 'import', n: 830 },
      { type: 'payment_received', source: 'import', n: 809 },
      { type: 'shipped', source: 'import', n: 809 },
    ]);
    const outbox = await house.db('outbox').select('lane', 'order_id');
    expect(outbox).toHaveLength(830);
    expect(new Set(outbox.map((row) => row.lane))).toEqual(new Set(['bulk']));
    expect(new Set((await house.db('orders').select('notify')).map((row) => row.notify))).toEqual(
      new Set([false]),
    );
  });

  test('a second time changes nothing', async () => {
    const before = await house.db('facts').count({ n: '*' });
    const { body } = await send(NORTHWIND, { query: 'preset=northwind' });
    expect([body.accepted, body.unchanged, body.refused]).toEqual([0, 830, 0]);
    expect(await house.db('facts').count({ n: '*' })).toEqual(before);
  });

  test('is nobody else’s hand: what it states, a system stated', async () => {
    const [fact] = await house.db('facts').where({ type: 'payment_received' }).limit(1);
    expect(fact).toMatchObject({ actor_kind: 'system', actor_id: 'import', external_id: expect.any(String) });
    const [entered] = await house.db('facts').where({ type: 'order_entered' }).limit(1);
    expect(entered).toMatchObject({ actor_kind: 'person', actor_id: 'desk' });
  });
});

describe('an import', () => {
  test('refuses a bad row with its number and reason, and takes the others', async () => {
    const { body } = await send(
      file(
        'B-1,2026-11-01,王五,茶,1,10.00,',
        'B-2,2026-11-01,王五,茶,x,10.00,',
        'B-3,2026-11-01,王五,茶,1,10.00,',
      ),
      own,
    );
    expect([body.accepted, body.refused, body.preset]).toEqual([2, 1, 'own']);
    expect(await refusalsOf(body.id)).toEqual([
      { number: 1, rows: [3], orderNo: 'B-2', code: 'quantity_unreadable', column: 'pieces' },
    ]);
    const [kept] = await house.db('import_refusals').where({ import_id: body.id });
    expect(kept.raw_sealed.toString('utf8')).not.toContain('王五');
    const [key] = await house.db('intake_keys').where({ day: kept.intake_day });
    const day = unwrapKey(
      house.database.ring,
      { kekId: key.kek_id, wrapped: key.wrapped },
      `intake:${new Date().toISOString().slice(0, 10)}`,
    );
    expect(openJson(day, kept.raw_sealed, `import_refusals:${body.id}:1`)).toContain('王五');
  });

  test('refuses an order that is here with other content', async () => {
    await send(file('C-1,2026-11-01,王五,茶,1,10.00,', 'C-2,2026-11-01,王五,茶,1,10.00,'), own);
    const { body } = await send(
      file('C-1,2026-11-01,王五,茶,1,11.00,', 'C-2,2026-11-01,王五,茶,1,10.00,'),
      own,
    );
    expect([body.accepted, body.unchanged, body.refused]).toEqual([0, 1, 1]);
    expect(await refusalsOf(body.id)).toMatchObject([{ rows: [2], orderNo: 'C-1', code: 'order_differs' }]);
  });

  test('adds what a later file newly states, once', async () => {
    await send(file('D-1,2026-11-01,王五,茶,1,10.00,'), own);
    const paid = file('D-1,2026-11-01,王五,茶,1,10.00,2026-11-05');
    expect((await send(paid, own)).body).toMatchObject({ accepted: 1, unchanged: 0 });
    expect((await send(paid, own)).body).toMatchObject({ accepted: 0, unchanged: 1 });
    const [order] = await house.db('orders').where({ order_no: 'D-1' });
    expect(await house.db('facts').where({ order_id: order.id, type: 'payment_received' })).toHaveLength(1);
  });

  test('adopts facts that came before their order', async () => {
    const payment = { type: 'payment_received', amountMinor: 1000, currency: 'CNY' };
    await house.as('finance').post('/orders/E-1/facts', payment);
    await send(file('E-1,2026-11-01,王五,茶,1,10.00,'), own);
    const [order] = await house.db('orders').where({ order_no: 'E-1' });
    expect(order.fact_count).toBe(3);
  });

  test('rehearses without entering anything', async () => {
    await send(file('F-1,2026-11-01,王五,茶,1,10.00,'), own);
    const before = await house.db('orders').count({ n: '*' });
    const { body } = await send(
      file(
        'F-1,2026-11-01,王五,茶,1,10.00,',
        'F-2,2026-11-01,王五,茶,1,10.00,',
        'F-3,2026-11-01,王五,茶,-1,10.00,',
      ),
      { ...own, query: 'dry_run=true' },
    );
    expect(body).toMatchObject({ dryRun: true, accepted: 1, unchanged: 1, refused: 1, status: 'finished' });
    expect(await house.db('orders').count({ n: '*' })).toEqual(before);
  });

  test('gives up one order that the database will not take, not its batch', async () => {
    await house.database.admin.raw(
      `alter table order_lines add constraint no_poison check (sku <> 'poison')`,
    );
    const { body } = await send(
      file(
        'G-1,2026-11-01,王五,茶,1,10.00,',
        'G-2,2026-11-01,王五,poison,1,10.00,',
        'G-3,2026-11-01,王五,茶,1,1,',
      ),
      own,
    );
    await house.database.admin.raw('alter table order_lines drop constraint no_poison');
    expect([body.accepted, body.refused]).toEqual([2, 1]);
    expect(await refusalsOf(body.id)).toMatchObject([{ orderNo: 'G-2', code: 'malformed', rows: [3] }]);
  });

  test('twice at once enters every order once', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => `H-${index},2026-11-01,王五,茶,1,10.00,`);
    const [one, two] = await Promise.all([send(file(...rows), own), send(file(...rows), own)]);
    expect(one.body.accepted + two.body.accepted).toBe(300);
    expect(one.body.unchanged + two.body.unchanged).toBe(300);
  });

  test('answers its key with the import it began', async () => {
    const keyed = { headers: { ...own.headers, 'idempotency-key': 'import-1' } };
    const first = await send(file('I-1,2026-11-01,王五,茶,1,10.00,'), keyed);
    const again = await send(file('I-2,2026-11-01,王五,茶,1,10.00,'), keyed);
    expect(again.text).toBe(first.text);
    expect(await house.db('orders').where({ order_no: 'I-2' })).toEqual([]);
    const other = await send(file('I-1,2026-11-01,王五,茶,1,10.00,'), { ...keyed, query: 'dry_run=true' });
    expect(other.body.code).toBe('idempotency_key_reused');
  });

  test('is shown, page by page, to those who import', async () => {
    const { body } = await send(
      file(...[1, 2, 3].map((number) => `J-${number},2026-11-01,王五,茶,0,10.00,`)),
      own,
    );
    const first = await house.as('desk').get(`/imports/${body.id}/refusals?limit=2`);
    const second = await house
      .as('desk')
      .get(`/imports/${body.id}/refusals?limit=2&cursor=${first.body.next}`);
    expect(first.body.items).toHaveLength(2);
    expect(second.body.items.map((item: { number: number }) => item.number)).toEqual([3]);
    expect((await house.as('desk').get(`/imports/${body.id}`)).body).toEqual(body);
    expect((await house.as('finance').get(`/imports/${body.id}`)).body.code).toBe('not_permitted');
    const none = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
    expect((await house.as('desk').get(`/imports/${none}`)).body.code).toBe('import_unknown');
  });

  test('stays in the log, with what came of it', async () => {
    const { body } = await send(file('K-1,2026-11-01,王五,茶,1,10.00,'), own);
    const { rows } = await house.database.admin.raw(
      `select action from log_entries where detail->>'importId' = ? order by id`,
      [body.id],
    );
    expect(rows).toEqual([{ action: 'import_started' }, { action: 'import_finished' }]);
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['has no header', '', 'empty'],
    ['lacks columns of the mapping', 'no,day\n1,2\n', 'columns_missing'],
    ['is no text', Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(200)]), 'not_text'],
  ])('%s: refused with its reason, nothing entered', async (_name, body, reason) => {
    const { status, body: problem } = await send(body, own);
    expect([status, problem.code, problem.hint.reason]).toEqual([422, 'file_unreadable', reason]);
    const report = await house.as('desk').get(`/imports/${problem.hint.importId}`);
    expect(report.body).toMatchObject({ status: 'failed', errorCode: reason, accepted: 0 });
  });

  test.each([
    ['a broken quote', 'L-1,2026-11-01,"王五,茶,1,10.00,\n', 'quote_broken'],
    ['a million-character cell', `L-2,2026-11-01,${'x'.repeat(1_000_000)},茶,1,10.00,\n`, 'cell_too_long'],
    ['NUL', 'L-3,2026-11-01,王\u0000五,茶,1,10.00,\n', 'control_character'],
  ])('in one row, for %s: that row alone', async (_name, row, code) => {
    const { body } = await send(`${HEADER}\nL-0,2026-11-01,王五,茶,1,10.00,\n${row}`, own);
    expect(body).toMatchObject({ status: 'finished', refused: 1 });
    expect((await refusalsOf(body.id))[0].code).toBe(code);
  });
});

describe('an upload', () => {
  test('needs a mapping that is known', async () => {
    const none = await send('x', {});
    expect([none.status, none.body.code, none.body.hint.presets]).toEqual([
      400,
      'mapping_unknown',
      ['northwind'],
    ]);
    expect((await send('x', { query: 'preset=constructor' })).body.code).toBe('mapping_unknown');
  });

  test.each([
    ['no JSON', Buffer.from('{').toString('base64url'), 'Import-Map'],
    ['a wrong field', Buffer.from('{"name":1}').toString('base64url'), 'name'],
  ])('with a mapping that is %s is malformed', async (_name, map, path) => {
    const { status, body } = await send('x', { headers: { 'import-map': map } });
    expect([status, body.code]).toEqual([400, 'malformed']);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test('of another content type is refused', async () => {
    const { status, body } = await send('{}', {
      ...own,
      headers: { ...own.headers, 'content-type': 'application/json' },
    });
    expect([status, body.code]).toEqual([415, 'content_type_unknown']);
  });

  test('belongs to those who import', async () => {
    expect((await send('x', { ...own, person: 'finance' })).body.code).toBe('not_permitted');
  });

  test('over the limit is refused at once when it says so, and while it streams when not', async () => {
    const small = await openHouse({ config: { maxImportBytes: 100_000, requestsPerMinute: 1000 } });
    const rows = Array.from({ length: 5_000 }, (_, index) => `M-${index},2026-11-01,王五,茶,1,10.00,`);
    const big = file(...rows);
    const upload = async (body: NonNullable<RequestInit['body']>) => {
      const response = await fetch(`${small.url}/imports`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${small.tokenOf('desk')}`,
          'content-type': 'text/csv',
          'import-map': MAP,
        },
        body,
        duplex: 'half',
      } as RequestInit);
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await upload(big)).toEqual([413, 'body_too_large']);
    expect(await small.db('imports')).toEqual([]);
    expect(await upload(new Blob([big]).stream())).toEqual([413, 'body_too_large']);
    const [report] = await small.db('imports');
    expect(report).toMatchObject({ status: 'failed', error_code: 'body_too_large' });
    await small.close();
  });

  test('that breaks off is interrupted: what came through stays, and the file may come again', async () => {
    const { port } = new URL(house.url);
    const filler = 'x'.repeat(3_000);
    const rows = Array.from({ length: 400 }, (_, index) => `N-${index},2026-11-01,王五,${filler},1,10.00,`);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${house.tokenOf('desk')}\r\n` +
        `Content-Type: text/csv\r\nImport-Map: ${MAP}\r\nContent-Length: 10000000\r\n\r\n${file(...rows)}`,
    );
    const last = async () => (await house.db('imports').orderBy('started_at', 'desc').limit(1))[0];
    await eventually(
      async () => (await house.db('orders').where('order_no', 'like', 'N-%').limit(1)).length > 0,
    );
    expect((await last()).status).toBe('running');
    socket.destroy();
    await eventually(async () => (await last()).status !== 'running');
    expect(await last()).toMatchObject({ status: 'interrupted', error_code: 'aborted' });
    const again = await send(file(...rows), own);
    expect(again.body.accepted + again.body.unchanged).toBe(400);
    expect(again.body.unchanged).toBeGreaterThan(0);
  });
});

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + 10_000; Date.now() < endMs; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it never came to be');
}
