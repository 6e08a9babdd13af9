/** What a refusal says to its reader, and the HTTP status that carries it. */
export interface RefusalText {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

export const text = (status: number, zh: string, en: string): RefusalText => ({ status, zh, en });
