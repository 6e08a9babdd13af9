/** Alerts about scans. */
export const alerts = {
  'alerts.what':
    '同一张码短时间被扫太多次、被多处重放、移动过快，或有人在猜码时，系统会先拦住陌生人，再在这里告警。',
  'alerts.empty': '没有待处理的告警。出现异常扫码时会显示在这里。',
  'alerts.show': '显示',
  'alerts.open': '待处理',
  'alerts.all': '全部',
  'alerts.more': '再看一些',
  'alerts.kind.burst': '短时间多次扫码',
  'alerts.kind.enumeration': '有人在猜码',
  'alerts.kind.replay': '同一张码多处被扫',
  'alerts.kind.travel': '移动过快',
  'alerts.address': '某个网络地址，与任何订单无关',
  'alerts.issue': '第 {{issue}} 次生成的码',
  'alerts.case': '看工单',
  'alerts.blocked': '陌生人暂不能扫',
  'alerts.blocked_until': '到期',
  'alerts.finding.misuse': '确属滥用',
  'alerts.finding.harmless': '没有问题',
  'alerts.mark': '{{what}}：{{finding}}',
  'alerts.reviewed': '{{who}}：{{finding}}',
  'alerts.no_right': '您可以查看，处理由客服、经理或监督完成。',
} as const;
