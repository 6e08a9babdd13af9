import { createHash, randomBytes } from 'node:crypto';
import { log } from '../../db/log.js';
import { activePerson } from '../../db/people.js';
import { issueToken, revokeToken, tokenOf, tokensOf } from '../../db/tokens.js';
import { rightsOf } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import { rightsWithin, SCOPES } from '../../domain/scopes.js';
import type { Routes } from '../contract/routes.js';
import { iso, isoOrNull } from '../faces.js';
import type { InSession, Read } from '../handler.js';
import { nowOf } from '../session.js';
import { needStepUp } from '../step-up.js';

export const list: Read<Routes['listTokens']> = async ({ db }, { query }) => ({
  status: 200,
  body: {
    items: (await tokensOf(db, query.person)).map((token) => ({
      ...token,
      createdAt: iso(token.createdAt),
      expiresAt: isoOrNull(token.expiresAt),
      lastUsedAt: isoOrNull(token.lastUsedAt),
      revokedAt: isoOrNull(token.revokedAt),
    })),
    scopes: [...SCOPES],
  },
});

const DAY_MS = 24 * 3_600_000;

export const issue: InSession<Routes['issueToken']> = async (deps, { body, caller: { person: by } }) => {
  await needStepUp(deps, by);
  const person = await activePerson(deps.db, body.person);
  if (!person) throw new Refusal('person_unknown');
  const within = rightsWithin(rightsOf(person.roles), body.scopes);
  const beyond = body.scopes.filter((scope) => scope !== 'step_up' && !within.has(scope));
  if (beyond.length > 0) throw new Refusal('scopes_beyond_rights', { scopes: beyond });
  const token = `oqr_${randomBytes(32).toString('base64url')}`;
  const expiresAt = new Date(nowOf(deps).getTime() + body.days * DAY_MS);
  const scopes = [...new Set(body.scopes)];
  const id = await deps.db.transaction(async (tx) => {
    const issued = await issueToken(tx, {
      tokenHash: createHash('sha256').update(token).digest(),
      ...{ personId: person.id, name: body.name, scopes, expiresAt, issuedBy: by.id },
    });
    const detail = { token: issued, person: person.id, scopes };
    await log(tx, { actor: by.actor, action: 'token_issued', detail });
    return issued;
  });
  return { status: 201, body: { id, token, expiresAt: iso(expiresAt) } };
};

export const revoke: InSession<Routes['revokeToken']> = async (deps, { params, caller: { person } }) => {
  await deps.db.transaction(async (tx) => {
    const token = await tokenOf(tx, params.tokenId);
    if (!token || !(await revokeToken(tx, token.id))) throw new Refusal('token_unknown');
    const detail = { token: token.id, person: token.personId };
    await log(tx, { actor: person.actor, action: 'token_revoked', detail });
  });
  return { status: 200, body: { revoked: true } };
};
