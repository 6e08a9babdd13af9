/** What came of one kind of race. */
export interface Raced {
  name: string;
  orders: number;
  attempts: number;
  /** Orders for which it came true more than once, or more than one was told so. */
  doubled: number;
  /** Orders for which it never came true, or nobody was told. */
  lost: number;
  seconds: number;
}
