/** Search, comments and files. */
export const around = {
  'search.title': 'Find orders',
  'search.box': 'Order no., customer, phone, pinyin or code',
  'search.open': 'Find',
  'search.hint':
    'Type an order number or how it begins or ends (3 characters or more), a customer number, a whole name or its pinyin initials, a phone number or its last four digits, an e-mail address, or what a code says. What you type stands in no address and no log.',
  'search.empty':
    'Nothing is found. Check the spelling; names are found whole, or by pinyin initials such as “zs”.',
  'search.not_personal':
    'Your role does not deal with customers: this looks at order numbers, customer numbers and codes only.',
  'search.more': 'More than 50 orders match; these are the closest. Type something more exact.',
  'search.by': 'Found by',
  'foundBy.code': 'code',
  'foundBy.order_no': 'order no.',
  'foundBy.customer_no': 'customer no.',
  'foundBy.phone': 'phone',
  'foundBy.email': 'e-mail',
  'foundBy.phone_last4': 'last four digits',
  'foundBy.name': 'name',
  'foundBy.pinyin': 'pinyin',
};
