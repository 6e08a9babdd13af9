import { type RefusalText, text } from './refusal-text.js';

/** What is refused where messages, their templates and their channels are looked after. */
export const LETTER_REFUSALS = {
  template_unknown: text(404, '没有这个模板。', 'There is no such template.'),
  template_changed: text(
    409,
    '模板刚被同事改过，请看过新版再保存。',
    'A colleague has just changed this template; look at it again before you save.',
  ),
  placeholder_unknown: text(
    422,
    '模板里有不认识的占位符，请改正后再保存。',
    'The template names a placeholder that does not exist.',
  ),
  placeholder_broken: text(
    422,
    '模板里的花括号没有成对，请改正后再保存。',
    'The template has braces that do not pair up.',
  ),
  placeholder_missing: text(
    422,
    '模板缺少必需的占位符，请补上后再保存。',
    'The template lacks a placeholder that it needs.',
  ),
  address_unusable: text(
    422,
    '这个邮箱或手机号无法使用，请核对。',
    'This e-mail address or phone number cannot be written to.',
  ),
  channel_stopped: text(
    409,
    '客户不接收这种消息，不能由此发送。',
    'The customer has stopped this channel, so nothing is sent by it.',
  ),
  forwarded_often: text(
    409,
    '这张码今天已转发多次，请明天再试，或换发新码。',
    'This code was forwarded often today; try again tomorrow, or issue a new one.',
  ),
  resent_often: text(
    409,
    '今天已重发多次，请明天再试，或当面出示、打印二维码。',
    'This code was sent again often today; try again tomorrow, or show or print it.',
  ),
  message_unknown: text(404, '没有这条消息。', 'There is no such message.'),
  inbox_off: text(
    404,
    '这里没有本机信箱：消息已发往真正的收件人。',
    'Nothing is caught here: messages go to their real readers.',
  ),
  message_not_lost: text(
    409,
    '这条消息不能重发：还没有结果、已经重发过，或不是发码的消息。',
    'This message is not sent again: it has no end yet, was sent again already, or does not bring a code.',
  ),
  message_not_sent: text(409, '这条消息还没有发出。', 'This message was never sent.'),
  message_outdated: text(
    409,
    '这条消息带的码已失效，请重发新码的消息。',
    'The code in this message is not live any more; send the message of the new one.',
  ),
  opt_out_unknown: text(404, '这个停发链接无效。', 'This link stops nothing.'),
  quiet_hours_changed: text(
    409,
    '静默时段刚被同事改过，请看过再改。',
    'A colleague has just changed the quiet hours; look at them again.',
  ),
  push_service_unknown: text(
    422,
    '不认识这个推送服务的地址。',
    'This is no address of a push service that is known here.',
  ),
} as const satisfies Record<string, RefusalText>;
