import { saveTemplate, type TemplateRow, templatesInForce, versionsOf } from '../../db/letters.js';
import { log } from '../../db/log.js';
import { fill, type LetterKind, placeholdersOf, refuseUnfillable } from '../../domain/letters.js';
import { Refusal } from '../../domain/refusal.js';
import { type MailWords, mailOf, SYMBOL_CID } from '../../platform/letter-page.js';
import { drawPng } from '../../qr/symbol.js';
import type { Routes } from '../contract/routes.js';
import { iso } from '../faces.js';
import type { Act, Read } from '../handler.js';

export const list: Read<Routes['listTemplates']> = async ({ db }) => ({
  status: 200,
  body: { items: (await templatesInForce(db)).map(faceOf) },
});

export const show: Read<Routes['showTemplate']> = async ({ db }, { params }) => {
  const items = (await versionsOf(db, params.kind, params.channel)).map(faceOf);
  if (items.length === 0) throw new Refusal('template_unknown');
  return { status: 200, body: { items } };
};

/** An example that nothing opens: it is no code of ours. */
const EXAMPLE = { orderNo: 'SO-2026-0001', question: '请问收货地址是否有变更？' };

export const preview: Read<Routes['previewTemplate']> = async ({ db, codeHost }, { params, body }) => {
  const { kind, channel } = params;
  const texts = body.texts ?? (await versionsOf(db, kind, channel))[0]?.texts;
  if (!texts) throw new Refusal('template_unknown');
  refuseUnfillable(kind, texts);
  const link = `HTTPS://${codeHost}/EXAMPLE`;
  const values = { ...EXAMPLE, link };
  const letter = { zh: fill(texts.zh, values), en: fill(texts.en, values), link };
  const mail = mailOf({ ...letter, symbol: kind === 'code_issued' || kind === 'code_forwarded' });
  if (channel === 'email') return { status: 200, body: { ...mail, html: await withSymbol(mail, link) } };
  const text = [letter.zh, letter.en].map((words) => [words.body, words.howTo, words.keepSafe].join('\n'));
  return { status: 200, body: { subject: mail.subject, text: text.join('\n\n'), html: null } };
};

export const save: Act<Routes['saveTemplate']> = async (tx, _deps, { params, body, caller }) => {
  const { kind, channel } = params;
  refuseUnfillable(kind, body.texts);
  const saved = { kind, channel, ...body, savedBy: caller.person.id };
  if (!(await saveTemplate(tx, saved))) throw new Refusal('template_changed');
  const version = body.seen + 1;
  const detail = { kind, channel, version };
  await log(tx, { actor: caller.person.actor, action: 'message_template_saved', detail });
  return { status: 201, body: { version } };
};

/** The page with its symbol in it, for a reader without the mail around it. */
async function withSymbol({ html }: MailWords, link: string): Promise<string> {
  const { png } = await drawPng(link, { medium: 'screen', orderNo: EXAMPLE.orderNo });
  return html.replace(`cid:${SYMBOL_CID}`, `data:image/png;base64,${png.toString('base64')}`);
}

const faceOf = (row: TemplateRow) => ({
  ...row,
  placeholders: [...placeholdersOf(row.kind as LetterKind)],
  savedAt: iso(row.savedAt),
});
