import { describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../api/contract/actions.js';
import { CUSTOMER_STATUSES, EVENTS } from '../../domain/customer.js';
import { FACT_TYPES } from '../../domain/facts.js';
import { STATES } from '../../domain/lifecycle.js';
import { LINE_KINDS, ORDER_KINDS, SETTLEMENTS } from '../../domain/order.js';
import { DEPARTMENTS, ROLES } from '../../domain/people.js';
import { CONDITIONS, CONTRADICTIONS, RISKS } from '../../domain/rules.js';
import { TELLINGS } from '../../domain/telling.js';
import { readNeed } from '../../web/needs.js';
import { LOOKS } from '../../web/states.js';
import { alerts as alertsEn } from '../../web/words/en/alerts.js';
import { amend as amendEn } from '../../web/words/en/amend.js';
import { bench as benchEn } from '../../web/words/en/bench.js';
import { books as booksEn } from '../../web/words/en/books.js';
import { customer as customerEn } from '../../web/words/en/customer.js';
import { faces as facesEn } from '../../web/words/en/faces.js';
import { prints as printsEn } from '../../web/words/en/prints.js';
import { words as firstEn } from '../../web/words/en.js';
import { words as settingsEn } from '../../web/words/en-settings.js';
import { alerts as alertsZh } from '../../web/words/zh/alerts.js';
import { amend as amendZh } from '../../web/words/zh/amend.js';
import { bench as benchZh } from '../../web/words/zh/bench.js';
import { books as booksZh } from '../../web/words/zh/books.js';
import { customer as customerZh } from '../../web/words/zh/customer.js';
import { faces as facesZh } from '../../web/words/zh/faces.js';
import { prints as printsZh } from '../../web/words/zh/prints.js';
import { words as firstZh } from '../../web/words/zh.js';
import { words as settingsZh } from '../../web/words/zh-settings.js';
import { codeFiles, text } from '../house/files.js';

/** Those of the technician's screens and of the settings come later than the rest. */
const en = {
  ...firstEn,
  ...alertsEn,
  ...amendEn,
  ...benchEn,
  ...booksEn,
  ...facesEn,
  ...printsEn,
  ...settingsEn,
};
const zh = {
  ...firstZh,
  ...alertsZh,
  ...amendZh,
  ...benchZh,
  ...booksZh,
  ...facesZh,
  ...printsZh,
  ...settingsZh,
};
const HAN = /\p{Script=Han}/u;
const placeholders = (word: string) => (word.match(/\{\{\w+\}\}/g) ?? []).toSorted();

describe('the words of the customers’ page', () => {
  test('are in both languages, take the same values, and name every status and event', () => {
    expect(Object.keys(customerEn)).toEqual(Object.keys(customerZh));
    for (const [key, word] of Object.entries(customerZh))
      expect([key, placeholders(customerEn[key as keyof typeof customerEn])]).toEqual([
        key,
        placeholders(word),
      ]);
    for (const status of CUSTOMER_STATUSES) expect(customerZh).toHaveProperty([`status.${status}`]);
    for (const event of EVENTS) expect(customerZh).toHaveProperty([`event.${event}`]);
  });
});

describe('the words', () => {
  test('have the same keys in both languages, none of them empty', () => {
    expect(Object.keys(zh).length).toBeGreaterThan(300);
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(zh).toSorted());
    for (const word of [...Object.values(zh), ...Object.values(en)]) expect(word).toMatch(/\S/);
  });

  test('take the same values in both languages', () => {
    const english: Readonly<Record<string, string>> = en;
    for (const [key, word] of Object.entries(zh))
      expect([key, placeholders(english[key] ?? '')]).toEqual([key, placeholders(word)]);
  });

  test('no Chinese stands in a screen', () => {
    const screens = codeFiles('web').filter((path) => !path.startsWith('web/words/'));
    expect(screens.length).toBeGreaterThan(30);
    expect(screens.filter((path) => HAN.test(text(path)))).toEqual([]);
    expect(HAN.test(text('web/words/zh/screens.ts'))).toBe(true);
  });

  test.each([
    ['state', STATES],
    ['fact', FACT_TYPES],
    ['kind', [...ORDER_KINDS, ...LINE_KINDS]],
    ['settlement', SETTLEMENTS],
    ['department', DEPARTMENTS],
    ['role', ROLES],
    ['condition', CONDITIONS],
    ['contradiction', CONTRADICTIONS],
    ['risk', RISKS],
    ['action', ACTIONS],
    ['telling', TELLINGS],
  ] as const)('there is one for every %s of the domain', (group, codes) => {
    expect(codes.filter((code) => !(`${group}.${code}` in zh))).toEqual([]);
  });
});

test('every state has its look, in the order of the lifecycle', () => {
  expect(Object.keys(LOOKS)).toEqual([...STATES]);
});

describe('needs', () => {
  test.each([
    ['pay CNY 120.00 more', 'pay', { amount: 'CNY 120.00' }],
    ['ship 3 more', 'ship', { count: '3' }],
    ['2 reviewer', 'reviewer', { count: '2' }],
    ['retry write_off', 'retry', { step: 'write_off' }],
    ['close the dispute', 'dispute', {}],
  ])('%s is told in words of the screen', (phrase, need, values) => {
    expect(readNeed(phrase)).toEqual({ need, values });
  });

  test('an unknown phrase stays as it is', () => {
    expect(readNeed('wait for spring')).toBeUndefined();
  });
});
