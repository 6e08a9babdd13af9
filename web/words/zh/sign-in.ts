/** Signing in, passwords, second proofs. */
export const signIn = {
  'sign_in.title': '登录',
  'sign_in.person': '账号',
  'sign_in.password': '密码',
  'sign_in.submit': '登录',
  'sign_in.demo': '演示环境',
  'sign_in.demo_hint': '点一个岗位，账号就填好了。每个人的密码打印在启动程序（npm start）的窗口里。',

  'role.order_desk': '订单员',
  'role.sales': '销售',
  'role.customer_service': '客服',
  'role.finance': '财务',
  'role.logistics': '物流',
  'role.reviewer': '审核员',
  'role.technician': '技术员',
  'role.manager': '经理',
  'role.auditor': '审计',
  'role.administrator': '管理员',

  'password.must_change': '请先修改密码',
  'password.must_change_hint': '现在的密码是别人发给您的。换成只有您知道的，才能继续。',
  'password.change': '修改密码',
  'password.password': '现在的密码',
  'password.newPassword': '新密码',
  'password.again': '再输一次新密码',
  'password.rule': '至少 12 个字符，不能与账号或旧密码相同。改好后，其他地方的登录都会退出。',
  'password.differs': '两次输入的新密码不一样。',

  'step_up.title': '请再次确认是您本人',
  'step_up.why': '这一步很重要。确认后十分钟内不再询问。',
  'step_up.confirm': '确认身份',
};
