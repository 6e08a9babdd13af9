import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FIRST_LETTERS } from '../../domain/first-letters.js';
import { LETTER_KINDS } from '../../domain/letters.js';
import { decodePng } from '../../qr/check.js';
import { type ApiHouse, openHouse } from './house.js';

let house: ApiHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const PLACE = '/message-templates/code_issued/email';
const first = () =>
  structuredClone(
    FIRST_LETTERS.find(({ kind, channel }) => kind === 'code_issued' && channel === 'email')?.texts,
  );
const changed = (words: object) => {
  const texts = first();
  return { zh: { ...texts?.zh, ...words }, en: texts?.en };
};

test('every kind and channel begins with words, instructions and the reminder in both languages', async () => {
  const { body } = await house.as('service').get('/message-templates');
  expect(body.items).toHaveLength(LETTER_KINDS.length * 3);
  for (const { version, texts } of body.items) {
    expect(version).toBe(1);
    for (const words of [texts.zh, texts.en])
      for (const field of ['subject', 'body', 'howTo', 'keepSafe']) expect(words[field]).toMatch(/\S/);
  }
});

describe('a preview', () => {
  test('is the message as it would arrive, with an example code that opens nothing', async () => {
    const { body } = await house
      .as('admin')
      .post(`${PLACE}/preview`, { texts: changed({ body: '您好 <b>&{{orderNo}}' }) });
    expect(body.html).toContain('您好 &lt;b&gt;&amp;SO-2026-0001');
    for (const part of ['请妥善保管', 'Keep it safe', '使用说明']) expect(body.html).toContain(part);
    const [, png = ''] = /src="data:image\/png;base64,([^"]+)"/.exec(body.html) ?? [];
    expect((await decodePng(Buffer.from(png, 'base64')))?.text).toMatch(/EXAMPLE$/);
    const sms = await house.as('admin').post('/message-templates/review_question/sms/preview', {});
    expect(sms.body).toMatchObject({ html: null, text: expect.stringContaining('请问收货地址') });
  });
});

describe('saving', () => {
  const save = (texts: unknown, seen = 1, place = PLACE) => house.as('admin').post(place, { seen, texts });

  test.each([
    ['an unknown placeholder', { subject: '{{customerName}}' }, 'placeholder_unknown'],
    ['braces that do not pair up', { howTo: '{{orderNo' }, 'placeholder_broken'],
    ['nothing where the reminder stands', { keepSafe: ' ' }, 'malformed'],
    ['300 characters as its subject', { subject: '长'.repeat(300) }, 'malformed'],
  ])('is refused for %s, and nothing changes', async (_, words, code) => {
    expect((await save(changed(words))).body.code).toBe(code);
    expect((await house.as('admin').post(`${PLACE}/preview`, { texts: changed(words) })).body.code).toBe(
      code,
    );
    expect((await house.as('admin').get(PLACE)).body.items).toHaveLength(1);
  });

  test('is refused for a question that is not asked', async () => {
    const refused = await save(first(), 1, '/message-templates/review_question/email');
    expect(refused.body).toMatchObject({ code: 'placeholder_missing', hint: { placeholder: 'question' } });
  });

  test('makes the next version once, however many save at the same time, and is logged', async () => {
    const texts = changed({ subject: '新的二维码 {{orderNo}}' });
    const answers = await Promise.all([save(texts), save(texts), save(texts)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const { items } = (await house.as('service').get(PLACE)).body;
    expect(items.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    expect(items[0]).toMatchObject({ savedBy: 'admin', texts });
    expect((await save(texts, 1)).body.code).toBe('template_changed');
    const [entry] = await house.database.admin('log_entries').where({ action: 'message_template_saved' });
    expect(entry.detail).toEqual({ kind: 'code_issued', channel: 'email', version: 2 });
  });
});
