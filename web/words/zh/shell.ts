/** Entries of the settings, and whose place somebody takes: the shell shows them to everybody. */
export const shell = {
  'nav.settings': '设置',
  'nav.people': '人员',
  'shell.standing_in': '代 {{who}}',
  'shell.standing_in_why': '您正在代班，可以办理他们的事，记录里会写明是代办：{{who}}',
  'shell.standing_in_until': '{{name}}（到 {{until}}）',
  'story.for': '{{who}}（代 {{absent}}）',
  'nav.calendar': '工作日历',
  'nav.tokens': '令牌',
  'nav.keys': '密钥',
};
