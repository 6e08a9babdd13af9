import { createHash } from 'node:crypto';

/** Numbers and ids that follow from a seed and the place they are for. */
export interface Chance {
  /** From 0 up to but not 1. */
  share(...place: readonly (string | number)[]): number;
  uuid(...place: readonly (string | number)[]): string;
  hex(...place: readonly (string | number)[]): string;
}

export function chanceOf(seed: number): Chance {
  const hex = (...place: readonly (string | number)[]) =>
    createHash('md5')
      .update(`${seed}/${place.join('/')}`)
      .digest('hex');
  return {
    hex,
    share: (...place) => Number.parseInt(hex(...place).slice(0, 12), 16) / 16 ** 12,
    uuid: (...place) => {
      const digits = hex(...place);
      const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`];
      return [...parts, `8${digits.slice(17, 20)}`, digits.slice(20)].join('-');
    },
  };
}
