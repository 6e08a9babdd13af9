import type { BrowserContext } from 'playwright-core';
import type { House } from './house.js';

/** As the sign-in screen does it; a scenario of its own goes through that screen. */
export async function signIn(context: BrowserContext, house: House, personId: string): Promise<void> {
  const answer = await context.request.post(`${house.url}/session`, {
    data: { person: personId, password: house.passwords[personId] },
  });
  if (!answer.ok()) throw new Error(`${personId} cannot sign in: ${answer.status()} ${await answer.text()}`);
}
