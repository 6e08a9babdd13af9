/** Search, comments and files. */
export const around = {
  'search.title': '查找订单',
  'search.box': '订单号、客户、手机、拼音首字母或二维码',
  'search.open': '查找',
  'search.hint':
    '可以输入：订单号或它的开头、结尾（至少 3 位），客户编号、姓名或拼音首字母，手机号或后四位，邮箱，二维码内容。输入的内容不会出现在网址和日志里。',
  'search.empty': '没有找到。请核对有没有错字；姓名要输入全名，或用拼音首字母，例如「zs」。',
  'search.not_personal': '您的岗位不接触客户信息，这里只按订单号、客户编号和二维码查找。',
  'search.more': '找到的订单超过 50 张，只显示最接近的。请再输入得具体一些。',
  'search.by': '匹配',
  'foundBy.code': '二维码',
  'foundBy.order_no': '订单号',
  'foundBy.customer_no': '客户编号',
  'foundBy.phone': '手机号',
  'foundBy.email': '邮箱',
  'foundBy.phone_last4': '手机后四位',
  'foundBy.name': '姓名',
  'foundBy.pinyin': '拼音',
};
