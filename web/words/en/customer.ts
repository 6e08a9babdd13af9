import type { customer as zh } from '../zh/customer.js';

export const customer: Readonly<Record<keyof typeof zh, string>> = {
  'page.title': 'My order',
  'page.language': '中文',
  'page.dark': 'Dark',
  'page.light': 'Light',
  'page.loading': 'Opening…',
  'page.again': 'Try again',
  'page.unreachable': 'The network cannot be reached. Check it and try again.',
  'page.broken': 'Something went wrong. We have a record of it; try again later. Reference: {{reference}}',
  'page.guide': 'How it works',
  'page.leave': 'Leave',
  'page.left': 'You have left. Scan your code again when you need it.',
  'page.scan': 'Scan your order QR code, or open the link of our message, to see your order.',
  'page.safe':
    'Keep your code safe: whoever holds it can see and act on this order. Do not forward or publish it.',
  'page.how':
    'Show the code, or open its link, to follow your order, pay, confirm that it arrived, and report a problem.',

  'real.yes': 'This code is genuine',
  'real.told': 'Issued by this site and checked just now ({{at}}). Valid until {{until}}.',
  'real.no': 'This code is not valid any more',
  'real.advice':
    'A newer one may have replaced it, or it is none of ours. Use the code of our latest message; if that fails too, ask the seller and do not pay.',
  'real.opened': 'This code was opened {{times}} times, last at {{last}}.',

  'status.preparing': 'Being prepared',
  'status.awaiting_payment': 'Waiting for payment',
  'status.partly_shipped': 'Partly shipped',
  'status.on_its_way': 'On its way',
  'status.delivered': 'Delivered',
  'status.served': 'Service done',
  'status.checking': 'Being checked',
  'status.in_question': 'Your problem is being looked at',
  'status.done': 'Completed',

  'proof.title': 'See your order',
  'proof.why': 'To protect you, please prove first that it is yours.',
  'proof.phone': 'Last four digits of the phone number of the order',
  'proof.code': 'Six-digit code',
  'proof.submit': 'Prove',
  'proof.by_phone': 'Use the phone number instead',
  'proof.by_code': 'Use a code instead',
  'proof.send': 'Send me a code',
  'proof.sent':
    'If the order has a phone number or an e-mail address, a code is on its way. It counts for {{minutes}} minutes.',
  'proof.locked': 'Too many tries. Try again in {{minutes}} minutes, or prove it the other way.',

  'order.number': 'Order',
  'order.date': 'Ordered',
  'order.items': 'Items',
  'order.quantity': '× {{count}}',
  'order.total': 'Total',
  'order.owed': 'To pay',
  'order.story': 'What happened',
  'order.ordered': 'Ordered',

  'event.code_issued': 'Order QR code made',
  'event.paid': 'Paid',
  'event.refunded': 'Refunded',
  'event.shipped': 'Shipped',
  'event.delivered': 'Delivered',
  'event.served': 'Service done',
  'event.confirmed': 'You confirmed it',
  'event.problem_reported': 'Problem reported',
  'event.problem_settled': 'Problem settled',
  'event.misuse_reported': 'You said it was not you',
  'event.done': 'Completed',

  'pay.title': 'To pay',
  'pay.wechat': 'WeChat Pay',
  'pay.alipay': 'Alipay',
  'pay.by': 'Pay by {{provider}}',
  'pay.open': 'Open {{provider}} to pay {{amount}}',
  'pay.scan': 'Scan this with {{provider}}',
  'pay.created': 'Getting it ready…',
  'pay.silent': 'The provider does not answer yet. We try again; you may also choose another way.',
  'pay.pending': 'This page tells by itself once you have paid. Pay before {{until}}.',
  'pay.simulated': 'This is a demonstration: no money moves.',
  'pay.inside_wechat':
    'If it does not open inside WeChat, use the menu at the top right and open this page in your browser.',
  'pay.otherwise': 'Pay another way',
  'pay.closed': 'The last attempt ran out or was replaced. Please choose again.',
  'pay.failed': 'That did not work, and nothing was taken. Try again, or choose another way.',
  'pay.unclear':
    'A payment came that does not fit. Our people look into it; please do not pay again before that.',

  'confirm.title': 'Has it arrived?',
  'confirm.why': 'Confirm here once the goods have arrived or the service is done.',
  'confirm.submit': 'Yes, it arrived or is done',

  'problem.title': 'Report a problem',
  'problem.what': 'What is wrong?',
  'problem.not_received': 'It did not arrive',
  'problem.damaged': 'It is damaged',
  'problem.wrong_items': 'These are the wrong items',
  'problem.payment': 'The payment is wrong',
  'problem.other': 'Something else',
  'problem.text': 'In your words (optional, stored encrypted)',
  'problem.submit': 'Send',
  'problem.done': 'We have it. The order is not closed before this is settled, and we shall write to you.',

  'misuse.submit': 'That was not me',
  'misuse.done': 'Noted, and customer service is told. Every other page of this code was shut.',

  'contact.title': 'How we write to you',
  'contact.why': 'It counts for all your orders.',
  'contact.email': 'E-mail',
  'contact.sms': 'Text message',
  'contact.push': 'Push to a browser',
  'contact.none': 'no address',
  'contact.subscribe': 'Push messages to this device',
  'contact.subscribed': 'Messages are pushed to this device.',
  'contact.denied': 'The browser does not allow it; change that in its settings.',

  'copy.title': 'Keep the code offline',
  'copy.why': 'It can then be shown without a network. Keep it on your own phone alone.',
  'copy.keep': 'Keep it on this phone',
  'copy.forget': 'Delete it from this phone',
  'copy.alt': 'Your order QR code',
  'copy.offline': 'There is no network now. This is the code that was kept on this phone ({{at}}).',

  'guide.title': 'Your order QR code',
  'guide.what': 'What it is',
  'guide.what_told':
    'Every order has one code of its own. It holds no name, phone number or amount, only a signed number that nobody can forge.',
  'guide.open': 'How to open it',
  'guide.open_told':
    'Scan it with your phone, or open the link of our e-mail or text message. The page first tells only whether the code is valid and how the order stands; the rest follows once you have proved that it is yours.',
  'guide.do': 'What you can do',
  'guide.do_told':
    'Follow the order, see items and amounts, pay by WeChat Pay or Alipay, confirm that it arrived or was done, report a problem, choose how we write to you.',
  'guide.show': 'When to show it',
  'guide.show_told':
    'At pick-up, on delivery, when you pay at the counter and when you contact us: our people scan it. They never ask for your one-time code.',
  'guide.safe': 'How to keep it',
  'guide.safe_told':
    'Keep it like a ticket: do not forward or publish it. If it is lost or leaked, press “That was not me” on the page, or ask us for a new one; the old one ends at once.',
  'guide.fake': 'How to tell a fake',
  'guide.fake_told':
    'A genuine code opens this site and says “This code is genuine”. Whatever asks for a bank password, a download or a payment to a private account is none of ours.',
};
