/** Digests by e-mail. */
export const digests = {
  'digests.title': 'Digests of stuck orders',
  'digests.about':
    'Sent when the working day of your department begins; your address is forgotten when you stop them.',
  'digests.daily': 'Daily digest',
  'digests.weekly': 'Weekly digest',
  'digests.email': 'E-mail address',
  'digests.email_missing': 'An address is needed',
  'digests.save': 'Save',
};
