import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { mailOf } from '../../platform/letter-page.js';
import { composeMail, type Mail, sendMail } from '../../queues/mail.js';
import type { Outcome } from '../../queues/outcome.js';
import { type ScriptedRelay, scriptedRelay } from './a-relay.js';

const WORDS = { subject: '订单二维码', body: 'b', howTo: 'h', keepSafe: 'k' };

let relay: ScriptedRelay | undefined;

afterEach(async () => {
  await relay?.stop();
  relay = undefined;
});

const FROM = 'Shop <codes@shop.example>';

const aMail = (change: Partial<Mail> = {}): Mail => ({
  id: randomUUID(),
  to: 'someone@mail.example',
  symbol: { shownPng: Buffer.from('png'), printPng: Buffer.from('png') },
  ...mailOf({ zh: WORDS, en: WORDS, link: 'HTTPS://X/Q#A', symbol: true }),
  ...change,
});

async function sent(
  script: Parameters<typeof scriptedRelay>[0],
  { mail = aMail(), patienceMs = 20_000, login = '' } = {},
): Promise<Outcome> {
  relay = await scriptedRelay(script);
  const smtpUrl = relay.url.replace('//', `//${login}`);
  return sendMail(smtpUrl, await composeMail(FROM, mail), { patienceMs });
}

test('a mail that the relay queued is sent', async () => {
  expect(await sent({})).toEqual({ kind: 'sent' });
  expect(relay?.taken()).toBe(1);
});

describe('a mail is certainly not taken, and may be tried again, when', () => {
  test('nobody listens', async () => {
    relay = await scriptedRelay();
    await relay.stop();
    const { url } = relay;
    relay = undefined;
    expect(await sendMail(url, await composeMail(FROM, aMail()))).toEqual({
      kind: 'not_taken',
      code: 'unreachable',
    });
  });

  test.each([
    ['the relay is closed', { greeting: '554 no service here' }, 'smtp_554'],
    ['the relay hangs up before its greeting', { greeting: 'hang_up' }, 'unreachable'],
    ['the relay is shutting down', { MAIL: '421 shutting down' }, 'smtp_421'],
    ['the sender is deferred', { MAIL: '451 later' }, 'smtp_451'],
    ['the mailbox is busy', { RCPT: '450 busy' }, 'smtp_450'],
    ['the relay hangs up before the text', { DATA: 'hang_up' }, 'unreachable'],
    ['the relay will not take the text now', { DATA: '451 no room' }, 'smtp_451'],
    ['the relay took no responsibility for the text', { end: '452 no room' }, 'smtp_452'],
    ['the relay shuts down instead of taking it', { end: '421 shutting down' }, 'smtp_421'],
  ])('%s', async (_when, script, code) => {
    expect(await sent(script)).toEqual({ kind: 'not_taken', code });
  });

  test.each([
    ['at its greeting', { greeting: 'silence' }],
    ['before the text', { DATA: 'silence' }],
  ])('the relay keeps silent %s', async (_when, script) => {
    expect(await sent(script, { patienceMs: 200 })).toEqual({ kind: 'not_taken', code: 'unreachable' });
  });

  test('the relay does not let us in', async () => {
    expect(await sent({}, { login: 'user:secret@' })).toEqual({ kind: 'not_taken', code: 'smtp_535' });
    expect(relay?.taken()).toBe(0);
  });
});

describe('a mail is refused for good when', () => {
  test.each([
    ['the sender is not allowed', { MAIL: '550 not you' }, 'smtp_550'],
    ['the mailbox does not exist', { RCPT: '550 5.1.1 <someone@mail.example> unknown' }, 'smtp_550'],
    ['the text is refused', { end: '554 5.7.1 looks like spam' }, 'smtp_554'],
  ])('%s', async (_when, script, code) => {
    expect(await sent(script)).toEqual({ kind: 'refused', code });
  });

  test('its address is none', async () => {
    const mail = aMail({ to: 'a<b@mail.example' });
    expect(await sent({}, { mail })).toEqual({ kind: 'refused', code: 'invalid_address' });
    expect(relay?.taken()).toBe(0);
  });
});

describe('a mail is unknown when', () => {
  test('the connection is lost in the middle of the text', async () => {
    expect(await sent({ middle: 'hang_up' })).toEqual({ kind: 'unknown' });
  });

  test('the connection is lost before the final answer', async () => {
    expect(await sent({ end: 'hang_up' })).toEqual({ kind: 'unknown' });
    expect(relay?.taken()).toBe(1);
  });

  test('the final answer never comes', async () => {
    expect(await sent({ end: 'silence' }, { patienceMs: 200 })).toEqual({ kind: 'unknown' });
    expect(relay?.taken()).toBe(1);
  });

  test('the final answer is no answer', async () => {
    expect(await sent({ end: 'hello?' })).toEqual({ kind: 'unknown' });
  });
});
