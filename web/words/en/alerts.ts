import type { alerts as zh } from '../zh/alerts.js';

export const alerts: Readonly<Record<keyof typeof zh, string>> = {
  'alerts.what':
    'A code that is scanned too often, in many places or faster than anybody travels, and an address that guesses codes: strangers are stopped first, and it is told here.',
  'alerts.empty': 'No alert waits. Odd scans show here.',
  'alerts.show': 'Show',
  'alerts.open': 'Waiting',
  'alerts.all': 'All',
  'alerts.more': 'Show more',
  'alerts.kind.burst': 'Many scans in a short time',
  'alerts.kind.enumeration': 'Somebody guesses codes',
  'alerts.kind.replay': 'One code in many places',
  'alerts.kind.travel': 'Travelled too fast',
  'alerts.address': 'An address on the net, of no order',
  'alerts.issue': 'issue {{issue}}',
  'alerts.case': 'See the case',
  'alerts.blocked': 'Strangers are refused',
  'alerts.blocked_until': 'until',
  'alerts.finding.misuse': 'It was misuse',
  'alerts.finding.harmless': 'It was harmless',
  'alerts.mark': '{{what}}: {{finding}}',
  'alerts.reviewed': '{{who}}: {{finding}}',
  'alerts.no_right': 'You may look. Customer service, managers and supervisors review alerts.',
};
