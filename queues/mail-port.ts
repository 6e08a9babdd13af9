import { mailOf } from '../platform/letter-page.js';
import { channelsOf } from '../platform/phone.js';
import { drawPng } from '../qr/symbol.js';
import type { Letter } from './letter.js';
import { composeMail, sendMail } from './mail.js';
import { type Port, patience, refuse } from './port.js';

const WITH_CODE = ['code_issued', 'code_forwarded'];

/** E-mail: the code inline and attached, in both languages (P3.1.1, P3.1.2). */
export const mailPort: Port = async (post, { id, template }, letter) => {
  const { smtpUrl, mailFrom, stopUrlOf } = post;
  const { link, customer, texts } = letter;
  // A further contact has no say in what the customer gets.
  const stopUrlFor = template === 'code_forwarded' ? undefined : stopUrlOf;
  if (!smtpUrl) return refuse('channel_not_configured');
  if (!customer.email || !channelsOf(customer).includes('email')) return refuse('no_address');
  const symbol = WITH_CODE.includes(template) ? await symbolOf(letter) : undefined;
  const words = mailOf({ ...texts, link, symbol: symbol !== undefined, stopUrl: stopUrlFor?.(id) });
  const mail = await composeMail(mailFrom, { id, to: customer.email, ...words, ...(symbol && { symbol }) });
  return () => sendMail(smtpUrl, mail, patience(post));
};

async function symbolOf({ link, orderNo }: Letter): Promise<{ shownPng: Buffer; printPng: Buffer }> {
  const [shown, print] = await Promise.all([
    drawPng(link, { medium: 'screen', orderNo }),
    drawPng(link, { medium: 'print', orderNo }),
  ]);
  return { shownPng: shown.png, printPng: print.png };
}
