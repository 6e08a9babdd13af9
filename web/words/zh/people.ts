/** Words of people: roles, scopes. */
export const people = {
  'role.order_desk': '订单员',
  'role.sales': '销售',
  'role.customer_service': '客服',
  'role.finance': '财务',
  'role.logistics': '物流',
  'role.reviewer': '审核员',
  'role.review_lead': '审核组长',
  'role.technician': '技术员',
  'role.manager': '经理',
  'role.supervisor': '督查员',
  'role.archivist': '档案员',
  'role.trainer': '培训员',
  'role.auditor': '审计员',
  'role.administrator': '管理员',
};
