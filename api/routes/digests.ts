import { dropSubscription, putSubscription, subscriptionOf } from '../../db/digests.js';
import { log } from '../../db/log.js';
import { openAddress, sealAddress } from '../../platform/keys/digest-address.js';
import type { Routes } from '../contract/routes.js';
import type { Act, Read } from '../handler.js';

export const show: Read<Routes['showDigests']> = async ({ db, ring }, { caller: { person } }) => {
  const kept = await subscriptionOf(db, person.id);
  if (!kept) return { status: 200, body: { email: null, daily: false, weekly: false } };
  const { daily, weekly } = kept;
  return { status: 200, body: { email: openAddress(ring, kept), daily, weekly } };
};

/** The address is sealed, and the log keeps which digests alone. */
export const choose: Act<Routes['chooseDigests']> = async (tx, deps, { body, caller: { person } }) => {
  const { email } = body;
  const daily = email !== null && body.daily;
  const weekly = email !== null && body.weekly;
  if (email === null || !(daily || weekly)) await dropSubscription(tx, person.id);
  else
    await putSubscription(tx, {
      ...{ personId: person.id, daily, weekly },
      ...sealAddress(deps.ring, person.id, email),
    });
  await log(tx, { actor: person.actor, action: 'digests_chosen', detail: { daily, weekly } });
  return { status: 201, body: { daily, weekly } };
};
