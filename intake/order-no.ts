const ORDER_NO = /^(?!\.{1,2}$)[A-Za-z0-9._/-]{1,64}$/;

/** 1 to 64 letters, digits or . _ / - and nothing else, so that it stands in addresses as it is: `.` and `..` do not. */
export function isOrderNo(text: string): boolean {
  return ORDER_NO.test(text);
}
