/** Letters and digits that nobody reads as another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const COUNT = 20;
const GROUP = 5;

/** A password for the first sign-in: 20 letters at random, in groups that can be read out. */
export function firstPassword(): string {
  const letters = Array.from({ length: COUNT }, () => LETTERS[below(LETTERS.length)]).join('');
  return letters.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? letters;
}

/** Each number below with the same chance: a byte of the last, shorter round is drawn again. */
function below(count: number): number {
  const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
  return byte < 256 - (256 % count) ? byte % count : below(count);
}
