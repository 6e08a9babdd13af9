import { hashPassword } from '../../../platform/passwords.js';
import { aBrowser, type Browser } from '../browser.js';
import type { ApiHouse } from '../house.js';
import { CALLERS, type Caller, signedIn } from '../matrix/world.js';
import { issuedOrder } from '../order-body.js';
import type { Got } from './sending.js';

/** Everybody of the permission matrix, a person in a browser, and customers before and after their proof. */
export type Asker = Caller | 'browser' | 'holder' | 'customer';
export const ASKERS: readonly Asker[] = [...CALLERS, 'browser', 'holder', 'customer'];

export interface Callers {
  headersOf(asker: Asker): Promise<Record<string, string>>;
  /** A browser whose cookie was worth nothing signs in again. */
  saw(asker: Asker, got: Got): void;
}

const PASSWORD = 'a password of the desk';

export async function openCallers(house: ApiHouse): Promise<Callers> {
  const hash = await hashPassword(PASSWORD);
  const cookies = new Map<Asker, Promise<string>>();
  const opening: Readonly<Record<string, () => Promise<Browser>>> = {
    browser: async () => {
      const { admin } = house.database;
      await admin('people').where({ id: 'desk' }).update({ active: true });
      await admin('sign_in_tries').del();
      await admin('sign_in_accounts')
        .insert({ person_id: 'desk', password_hash: hash, must_change_password: false })
        .onConflict('person_id')
        .merge();
      return opened(house, '/session', { person: 'desk', password: PASSWORD });
    },
    holder: () => opensCode(house),
    customer: async () => {
      const browser = await opensCode(house);
      await house.database.admin('proof_tries').del();
      await browser.send('POST', '/customer/proofs', { phone: '8000' });
      return browser;
    },
  };
  return {
    headersOf: async (asker) => {
      const open = opening[asker];
      if (!open) return signedIn(asker as Caller);
      const cookie = cookies.get(asker) ?? open().then((browser) => browser.cookie() ?? '');
      cookies.set(asker, cookie);
      return { cookie: await cookie, origin: house.url };
    },
    saw: (asker, { status }) => {
      if (status === 401) cookies.delete(asker);
    },
  };
}

async function opensCode(house: ApiHouse): Promise<Browser> {
  const { orderNo } = await issuedOrder(house);
  const { text: token } = (await house.as('desk').get(`/orders/${orderNo}/code`)).body;
  return opened(house, '/customer/sessions', { token });
}

async function opened(house: ApiHouse, path: string, body: object): Promise<Browser> {
  const browser = aBrowser(house.url);
  const { status } = await browser.send('POST', path, body);
  if (status >= 300 || browser.cookie() === undefined) throw new Error(`${path}: ${status}`);
  return browser;
}
