/** The manager's desk: what is decided about orders, and notices to people. */
export const desk = {
  'fact.priority_set': '设置优先级',
  'fact.budget_extended': '延长时限',
  'fact.escalated': '升级',
  'fact.order_held': '搁置',
  'fact.order_released': '解除搁置',
  'fact.explanation_asked': '要求说明',
  'fact.explained': '作出说明',
  'waits.release': '已搁置，解除后核销。',
};
