export const shell = {
  'nav.settings': 'Settings',
  'nav.people': 'People',
  'shell.standing_in': 'for {{who}}',
  'shell.standing_in_why': 'You stand in: you may do their work, and the record names you both: {{who}}',
  'shell.standing_in_until': '{{name}} (until {{until}})',
  'story.for': '{{who}} (for {{absent}})',
  'nav.calendar': 'Calendar',
  'nav.tokens': 'Tokens',
  'nav.keys': 'Keys',
};
