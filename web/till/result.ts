/** What a till shows of a deed: what came in, and whether the order has taken it up. */
export interface Result {
  sentence: string;
  applied: boolean;
}
