import { e164, languageOf } from '../platform/phone.js';
import { sendByAliyun } from './aliyun.js';
import { type Port, patience, refuse } from './port.js';
import { sendText } from './sms.js';

/** A text message: the parameters of a template that the provider knows, never free text (P3.1.1). */
export const textPort: Port = async (post, { id, template }, letter) => {
  const { smsUrl, smsSecret, aliyun } = post;
  const { orderNo, link, customer, question, code, texts } = letter;
  if (!smsUrl && !aliyun) return refuse('channel_not_configured');
  const to = e164(customer);
  if (!to) return refuse('no_address');
  const { providerCode } = texts[languageOf(customer)];
  // Beside a one-time code no link is sent: who reads one message should not have both proofs.
  const params =
    code === undefined ? { orderNo, link, ...(question !== undefined && { question }) } : { orderNo, code };
  if (aliyun) {
    if (providerCode === undefined) return refuse('template_not_registered');
    return () => sendByAliyun(aliyun, { to, template: providerCode, params, requestId: id }, patience(post));
  }
  const sms = { to, template: providerCode ?? template, params, requestId: id };
  return () => sendText({ smsUrl: smsUrl ?? '', smsSecret }, sms, patience(post));
};
