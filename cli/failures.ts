import type { Problem } from '../api/contract/problem.js';

/** How a command ends. */
export const EXIT = { done: 0, refused: 1, usage: 2, unreachable: 3, bug: 70, interrupted: 130 } as const;

export type Language = 'zh' | 'en';

/** One sentence in both languages, with its way out. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export const words = (zh: string, en: string): Words => ({ zh, en });

/** What was typed cannot be sent; nothing was. */
export class Usage extends Error {
  readonly words: Words;
  constructor(zh: string, en: string) {
    super(en);
    this.name = 'Usage';
    this.words = { zh, en };
  }
}

/** The server refused, or failed, and said why. */
export class Answered extends Error {
  readonly problem: Problem;
  readonly json: string;
  constructor(problem: Problem, json: string) {
    super(problem.code);
    this.name = 'Answered';
    this.problem = problem;
    this.json = json;
  }
}

/** No answer of Order QR came back: whether the deed was done is not known. */
export class Unreachable extends Error {
  readonly words: Words;
  constructor(zh: string, en: string) {
    super(en);
    this.name = 'Unreachable';
    this.words = { zh, en };
  }
}

/** Ctrl-C. */
export class Interrupted extends Error {
  readonly words: Words;
  constructor(zh = '已中断。', en = 'Stopped.') {
    super(en);
    this.name = 'Interrupted';
    this.words = { zh, en };
  }
}
