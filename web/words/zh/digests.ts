/** Digests by e-mail. */
export const digests = {
  'digests.title': '滞留摘要邮件',
  'digests.about': '在您部门开始上班时发送；关闭后不再保留邮箱地址。',
  'digests.daily': '每日摘要',
  'digests.weekly': '每周摘要',
  'digests.email': '收件邮箱',
  'digests.email_missing': '请填写收件邮箱',
  'digests.save': '保存摘要设置',
};
