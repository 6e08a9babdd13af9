import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ApiHouse, openHouse } from './house.js';
import { anOrderBody } from './order-body.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
  await house.as('desk').post('/orders', anOrderBody({ orderNo: 'R-1' }));
});
afterAll(() => house.close());

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const SCRIPT = '<script>alert(1)</script>';

async function told(person: string, kind: 'comment' | 'file'): Promise<Record<string, unknown>[]> {
  const { body } = await house.as(person).get('/orders/R-1/timeline');
  return body.items.filter((item: { kind: string }) => item.kind === kind).map((item: never) => item[kind]);
}

interface Sent {
  type?: string;
  name?: string;
  key?: string;
}
async function upload(person: string, content: Buffer, sent: Sent = {}) {
  const response = await fetch(`${house.url}/orders/R-1/files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${house.tokenOf(person)}`,
      'content-type': sent.type ?? 'image/png',
      'x-file-name': encodeURIComponent(sent.name ?? '签收单 <1>.png'),
      ...(sent.key !== undefined && { 'idempotency-key': sent.key }),
    },
    body: new Uint8Array(content),
  });
  const body = (await response.json()) as { id: string; code?: string };
  return { status: response.status, body };
}

const download = async (person: string, id: string) => {
  const response = await fetch(`${house.url}/orders/R-1/files/${id}/downloads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.tokenOf(person)}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const type = response.headers.get('content-type');
  return { status: response.status, type, bytes: Buffer.from(await response.arrayBuffer()) };
};
const logged = (action: string) => house.db('log_entries').where({ action });

describe('comments', () => {
  test('are told as they were written, once for each key, to those who work with orders', async () => {
    const key = 'one-comment';
    const first = await house.as('desk').post('/orders/R-1/comments', { text: SCRIPT }, { key });
    const again = await house.as('desk').post('/orders/R-1/comments', { text: SCRIPT }, { key });
    expect([first.status, again.body]).toEqual([201, first.body]);
    const { names } = (await house.as('technician').get('/orders/R-1/timeline')).body;
    expect(Object.keys(names)).toEqual(['desk']);
    const [comment, ...more] = await told('technician', 'comment');
    expect(more).toEqual([]);
    expect(comment).toMatchObject({
      author: 'desk',
      department: 'order_desk',
      text: SCRIPT,
      withdrawnAt: null,
    });
    expect((await told('auditor', 'comment'))[0]).not.toHaveProperty('text');
  });

  test('are stored sealed, and the log names none of their words', async () => {
    const rows = JSON.stringify([await house.db('order_comments'), await logged('comment_added')]);
    expect(rows).not.toContain(Buffer.from(SCRIPT).toString('hex'));
    expect(rows).not.toContain('alert');
  });

  test('are taken back by their author alone, and leave a trace', async () => {
    const { body } = await house.as('desk').post('/orders/R-1/comments', { text: '写错了' });
    const withdrawal = `/orders/R-1/comments/${body.id}/withdrawal`;
    expect((await house.as('finance').post(withdrawal, {})).body.code).toBe('not_the_author');
    expect((await house.as('desk').post(withdrawal, {})).status).toBe(201);
    expect((await house.as('desk').post(withdrawal, {})).status).toBe(201);
    const comment = (await told('desk', 'comment')).find(({ id }) => id === body.id);
    expect(comment).not.toHaveProperty('text');
    expect(comment?.withdrawnAt).toEqual(expect.any(String));
    expect(await logged('comment_withdrawn')).toHaveLength(1);
  });

  test.each([
    ['auditor', { text: 'x' }, 403],
    ['desk', { text: ' ' }, 400],
    ['desk', { text: 'x'.repeat(2001) }, 400],
    ['desk', { text: 'nul \u0000' }, 400],
  ])('of %s with %j are refused', async (person, body, status) => {
    expect((await house.as(person).post('/orders/R-1/comments', body)).status).toBe(status);
  });

  test('belong to their order', async () => {
    await house.as('desk').post('/orders', anOrderBody({ orderNo: 'R-2' }));
    const { body } = await house.as('desk').post('/orders/R-1/comments', { text: 'hier' });
    const foreign = `/orders/R-2/comments/${body.id}/withdrawal`;
    expect((await house.as('desk').post(foreign, {})).body.code).toBe('comment_unknown');
  });
});

describe('files', () => {
  test('come back as they went in; who takes them is logged', async () => {
    const key = 'one-file';
    const { status, body } = await upload('logistics', PNG, { key });
    expect(status).toBe(201);
    expect((await upload('logistics', PNG, { key })).body).toEqual(body);
    const files = await told('service', 'file');
    expect(files).toMatchObject([
      { id: body.id, name: '签收单 <1>.png', mediaType: 'image/png', bytes: PNG.length },
    ]);
    const got = await download('service', body.id);
    expect([got.status, got.type]).toEqual([200, 'application/octet-stream']);
    expect(got.bytes.equals(PNG)).toBe(true);
    expect(await logged('file_downloaded')).toMatchObject([
      { actor_id: 'service', detail: { file: body.id } },
    ]);
    expect((await download('auditor', body.id)).status).toBe(403);
  });

  test('are stored sealed', async () => {
    const [row] = await house.db('attachment_contents');
    expect(Buffer.from(row.sealed).includes(PNG.subarray(0, 8))).toBe(false);
    const [file] = await house.db('order_attachments');
    expect(Buffer.from(file.name_sealed).includes(Buffer.from('签收单'))).toBe(false);
  });

  test.each([
    ['a page that is called a picture', Buffer.from(SCRIPT), {}, 'file_not_as_said'],
    ['another kind than it says', PNG, { type: 'application/pdf' }, 'file_not_as_said'],
    ['a page', Buffer.from(SCRIPT), { type: 'text/html' }, 'content_type_unknown'],
    ['nothing', Buffer.alloc(0), {}, 'file_not_as_said'],
    ['too much', Buffer.concat([PNG, Buffer.alloc(10 * 1024 ** 2)]), {}, 'body_too_large'],
    ['a name of 300 characters', PNG, { name: '长'.repeat(201) }, 'malformed'],
    ['a name with a line break', PNG, { name: 'a\nb' }, 'control_character'],
  ])('%s is refused', async (_, content, sent, code) => {
    const before = await house.db('order_attachments').count({ n: '*' });
    expect((await upload('desk', content, sent)).body.code).toBe(code);
    expect(await house.db('order_attachments').count({ n: '*' })).toEqual(before);
  });

  test('are taken back by their author, and then nobody gets them', async () => {
    const { body } = await upload('desk', PNG);
    const withdrawal = `/orders/R-1/files/${body.id}/withdrawal`;
    expect((await house.as('sales').post(withdrawal, {})).body.code).toBe('not_the_author');
    expect((await house.as('desk').post(withdrawal, {})).status).toBe(201);
    expect((await download('desk', body.id)).status).toBe(404);
  });
});
