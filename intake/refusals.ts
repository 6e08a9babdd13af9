/** Why a row's order, or a whole file, is not taken: one table each of code → sentence. */

interface Sentence {
  readonly zh: string;
  readonly en: string;
}

export const ROW_REFUSALS = {
  column_missing: { zh: '该行的列数少于表头。', en: 'The row has fewer cells than the header.' },
  column_unexpected: { zh: '该行的列数多于表头。', en: 'The row has more cells than the header.' },
  value_missing: { zh: '必填单元格为空。', en: 'A cell that must be filled is empty.' },
  quote_broken: {
    zh: '引号不配对或位置不对。',
    en: 'A quote is not closed, or stands where none may stand.',
  },
  encoding_broken: {
    zh: '含有无法按文件编码读出的字节。',
    en: 'The row holds bytes that are not text in the file’s encoding.',
  },
  cell_too_long: { zh: '单元格过长。', en: 'A cell is too long.' },
  control_character: {
    zh: '含有控制字符，或在地址以外换行。',
    en: 'The row holds a control character, or a line break outside the address.',
  },
  order_no_invalid: {
    zh: '订单号须为 1–64 个字母、数字或 . _ / -，前后不能有空格。',
    en: 'The order number must be 1–64 of A–Z a–z 0–9 . _ / - without spaces.',
  },
  order_scattered: {
    zh: '同一订单的行在前面已经结束；请按订单号排序后重新导入。',
    en: 'Rows of this order ended further up; sort the file by order and import it again.',
  },
  order_too_large: { zh: '订单行数过多或内容过大。', en: 'The order has too many lines or too much text.' },
  lines_disagree: {
    zh: '同一订单的各行写着不同的订单信息。',
    en: 'Rows of one order state different values for the whole order.',
  },
  neighbour_unreadable: {
    zh: '相邻的一行无法读出订单号，可能属于此订单。',
    en: 'A row next to this order has no readable order number and may belong to it.',
  },
  date_unreadable: { zh: '日期无法识别。', en: 'The date cannot be read.' },
  date_ambiguous: {
    zh: '日期的日与月无法分辨；请指定日期格式。',
    en: 'Day and month cannot be told apart; give the date format.',
  },
  amount_unreadable: {
    zh: '金额或折扣无法识别。',
    en: 'The amount or discount is not a plain decimal, 0 or more.',
  },
  amount_too_fine: {
    zh: '金额的小数位多于币种允许。',
    en: 'The amount has more decimals than its currency.',
  },
  amount_too_large: { zh: '金额过大。', en: 'The amount is too large.' },
  quantity_unreadable: {
    zh: '数量须为不小于 1 的整数。',
    en: 'The quantity must be a whole number, 1 or more.',
  },
  currency_unknown: { zh: '不认识这个币种。', en: 'This currency is not known.' },
  country_unknown: { zh: '不认识这个国家或地区名称。', en: 'This country name is not known.' },
  word_unknown: {
    zh: '映射文件没有说明这个词的意思。',
    en: 'The mapping does not say what this word means.',
  },
} as const satisfies Record<string, Sentence>;

export type RowRefusal = keyof typeof ROW_REFUSALS;

export const FILE_REFUSALS = {
  empty: { zh: '文件是空的。', en: 'The file has no header row.' },
  not_text: { zh: '这不是文本文件；请另存为 CSV。', en: 'This is no text file; save it as CSV.' },
  encoding_unknown: {
    zh: '不支持这种编码；请另存为 UTF-8。',
    en: 'This encoding is not read; save as UTF-8.',
  },
  encoding_contradicted: {
    zh: '文件是 UTF-8，与指定的编码不符。',
    en: 'The file is UTF-8, not the encoding given.',
  },
  delimiter_invalid: {
    zh: '分隔符须为一个字符，且不能是引号或换行。',
    en: 'The delimiter must be one character, no quote and no line break.',
  },
  header_broken: { zh: '表头无法读出。', en: 'The header row cannot be read.' },
  columns_missing: { zh: '缺少映射所需的列。', en: 'Columns that the mapping names are missing.' },
  columns_repeated: { zh: '有同名的列。', en: 'A column that the mapping names stands twice in the header.' },
  date_format_ambiguous: {
    zh: '日期的日与月无法分辨；请指定日期格式，例如 M/d/yyyy。',
    en: 'Day and month cannot be told apart; give the date format, such as M/d/yyyy.',
  },
} as const satisfies Record<string, Sentence>;

type FileRefusal = keyof typeof FILE_REFUSALS;

/** The whole file cannot be read; `detail` names columns and rules, never a cell. */
export class FileRefused extends Error {
  constructor(
    readonly code: FileRefusal,
    readonly detail: string = FILE_REFUSALS[code].en,
  ) {
    super(code);
    this.name = 'FileRefused';
  }
}

/** What is wrong with a row; `detail` states a rule, never a cell's content. */
export interface Fault {
  code: RowRefusal;
  column?: string;
  detail?: string;
  /** The row it was found in, when it is one. */
  row?: number;
}

/** Thrown by whatever reads a cell and caught once, where an order is put together. */
export class RowRefused extends Error {
  readonly fault: Fault;

  constructor(code: RowRefusal, column?: string, detail?: string) {
    super(code);
    this.name = 'RowRefused';
    this.fault = { code, ...(column !== undefined && { column }), ...(detail !== undefined && { detail }) };
  }
}

/** Reads something of a row; a refusal from within names that row. */
export function atRow<T>(row: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RowRefused) error.fault.row ??= row;
    throw error;
  }
}
