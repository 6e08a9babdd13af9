import { log } from '../../db/log.js';
import { type FoundOrder, findOrders, type Sought } from '../../db/searching.js';
import { openCustomer } from '../../platform/keys/customer.js';
import { blindIndexes } from '../../platform/keys/envelope.js';
import { parcelTerms } from '../../platform/keys/search-terms.js';
import { readToken } from '../../qr/token.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { orderItem } from '../faces.js';
import type { Read } from '../handler.js';
import { seesCustomers } from '../sealing.js';
import { termsAsked } from '../search-terms.js';

const MOST = 50;

/** Finds orders in sight. The log keeps who searched, by what and how many they found, and never for what (P5.3.1). */
export const search: Read<Routes['searchOrders']> = async (deps, { body, caller: { person } }) => {
  const personal = seesCustomers(person);
  const sought = soughtBy(deps, body.text.trim(), personal);
  const found = await findOrders(deps.db, person, sought, MOST + 1);
  const items = found.slice(0, MOST);
  const by = [...new Set(items.flatMap((item) => item.by))].toSorted();
  await log(deps.db, { actor: person.actor, action: 'orders_searched', detail: { by, found: items.length } });
  return {
    status: 200,
    body: {
      items: items.map((item) => ({
        ...orderItem(item),
        by: item.by,
        customerName: personal ? nameOf(deps, item) : null,
      })),
      more: found.length > MOST,
      personal,
    },
  };
};

const isTrackingNo = (text: string): boolean => /^[A-Za-z0-9 -]{4,64}$/.test(text);

/** What one text may stand for; names, phones, e-mail addresses and parcels only for those who deal with customers. */
function soughtBy(deps: ApiDeps, text: string, personal: boolean): Sought {
  const { ring } = deps;
  const digits = text.replaceAll(/[\s()+-]/g, '');
  const reading = readToken(deps.tokenKeys, text, {
    hosts: [deps.codeHost],
    now: deps.now?.() ?? new Date(),
  });
  return {
    ...('tokenId' in reading && { tokenId: reading.tokenId }),
    ...(/^[A-Za-z0-9._/-]{1,64}$/.test(text) && { orderNo: text.toUpperCase() }),
    customerKeys: blindIndexes(ring, 'customer', text),
    phoneKeys: personal && /^\d{7,}$/.test(digits) ? blindIndexes(ring, 'phone', digits) : [],
    emailKeys: personal && text.includes('@') ? blindIndexes(ring, 'email', text.toLowerCase()) : [],
    parcelKeys: personal && isTrackingNo(text) ? parcelTerms(ring, text) : [],
    terms: personal ? termsAsked(ring, text) : [],
  };
}

function nameOf({ ring }: ApiDeps, { id, customerSealed, kekId, wrapped }: FoundOrder): string | null {
  const key = kekId !== null && wrapped !== null ? { kekId, wrapped } : undefined;
  return openCustomer(ring, { id, customerSealed }, key)?.name ?? null;
}
