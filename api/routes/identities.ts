import { identities, linkIdentity, unlinkIdentity } from '../../db/identities.js';
import { log } from '../../db/log.js';
import { activePerson } from '../../db/people.js';
import { Refusal } from '../../domain/refusal.js';
import type { Routes } from '../contract/routes.js';
import { iso } from '../faces.js';
import type { InSession, Read } from '../handler.js';
import { needStepUp } from '../step-up.js';

export const list: Read<Routes['listIdentities']> = async ({ db }) => ({
  status: 200,
  body: { items: (await identities(db)).map((one) => ({ ...one, linkedAt: iso(one.linkedAt) })) },
});

export const link: InSession<Routes['linkIdentity']> = async (deps, { body, caller: { person: by } }) => {
  const { oidc } = deps.config;
  if (!oidc) throw new Refusal('oidc_off');
  await needStepUp(deps, by);
  const person = await activePerson(deps.db, body.person);
  if (!person) throw new Refusal('person_unknown');
  const identity = { issuer: oidc.issuer, subject: body.subject, personId: person.id, linkedBy: by.id };
  const id = await deps.db.transaction(async (tx) => {
    const linked = await linkIdentity(tx, identity);
    if (linked === undefined) throw new Refusal('identity_linked');
    await log(tx, {
      actor: by.actor,
      action: 'identity_linked',
      detail: { identity: linked, person: person.id },
    });
    return linked;
  });
  return { status: 201, body: { id } };
};

export const unlink: InSession<Routes['unlinkIdentity']> = async (
  deps,
  { params, caller: { person: by } },
) => {
  const identity = params.identityId;
  await deps.db.transaction(async (tx) => {
    const person = await unlinkIdentity(tx, identity);
    if (person === undefined) throw new Refusal('identity_unknown');
    await log(tx, { actor: by.actor, action: 'identity_unlinked', detail: { identity, person } });
  });
  return { status: 200, body: { unlinked: true } };
};
