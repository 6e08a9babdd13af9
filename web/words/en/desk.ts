import type { desk as zh } from '../zh/desk.js';

export const desk: typeof zh = {
  'fact.priority_set': 'Priority set',
  'fact.budget_extended': 'Deadline extended',
  'fact.escalated': 'Escalated',
  'fact.order_held': 'Put on hold',
  'fact.order_released': 'Released from hold',
  'fact.explanation_asked': 'Explanation asked for',
  'fact.explained': 'Explained',
  'waits.release': 'On hold; it is written off when released.',
};
