import QRCode from 'qrcode';
import { log } from '../../db/log.js';
import { endSessionOf, sessionsOf } from '../../db/open-sessions.js';
import { passkeysOf, putPasskey, removePasskey } from '../../db/passkeys.js';
import {
  confirmTotp,
  dropRecoveryCodes,
  factorsOf,
  offerTotp,
  putRecoveryCodes,
  removeTotp,
  totpOf,
} from '../../db/second-factors.js';
import { accountOf } from '../../db/sign-in.js';
import type { Tx } from '../../db/sql.js';
import { Refusal } from '../../domain/refusal.js';
import { unwrapKey } from '../../platform/keys/envelope.js';
import { newRecoveryCodes, recoveryHash } from '../../platform/recovery-codes.js';
import { matchingStep, newTotpSecret, totpInvitation } from '../../platform/totp.js';
import type { Routes } from '../contract/routes.js';
import type { ApiDeps } from '../deps.js';
import { iso, isoOrNull } from '../faces.js';
import type { InSession } from '../handler.js';
import { askAttestation, attestedPasskey } from '../passkeys.js';
import type { Signed } from '../principal.js';
import { relyingParty } from '../relying-party.js';
import { sealTotp, totpContext } from '../second-factor.js';
import { idleSince, nowOf, proveSession } from '../session.js';
import { needStepUp } from '../step-up.js';
import { tryOnce } from '../tries.js';

export const show: InSession<Routes['showSecurity']> = async (deps, { caller: { person } }, req) => {
  const { db } = deps;
  const [account, factors, passkeys, sessions] = await Promise.all([
    accountOf(db, person.id),
    factorsOf(db, person.id),
    passkeysOf(db, person.id),
    sessionsOf(db, person.id),
  ]);
  return {
    status: 200,
    body: {
      passwordChangedAt: isoOrNull(account?.changedAt ?? null),
      totpSince: isoOrNull(factors.totpSince),
      recoveryCodes: factors.recoveryCodes,
      passkeysWork: relyingParty(deps, req) !== undefined,
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
        ...{ id, name },
        createdAt: iso(createdAt),
        lastUsedAt: isoOrNull(lastUsedAt),
      })),
      sessions: sessions.map(({ id, browser, signedInAt, idleEndsAt }) => ({
        ...{ id, browser },
        signedInAt: iso(signedInAt),
        seenAt: iso(idleSince(idleEndsAt)),
        current: id === req.session.publicId,
      })),
    },
  };
};

export const offer: InSession<Routes['offerTotp']> = async (deps, { caller: { person } }) => {
  await needStepUp(deps, person);
  const secret = newTotpSecret();
  const offered = await offerTotp(deps.db, { personId: person.id, ...sealTotp(deps, person.id, secret) });
  if (!offered) throw new Refusal('factor_enrolled');
  const invitation = totpInvitation(secret, { issuer: 'Order QR', account: person.id });
  const symbol = await QRCode.toString(invitation.uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  return { status: 200, body: { ...invitation, symbol } };
};

export const confirm: InSession<Routes['confirmTotp']> = async (deps, { body, caller }, req) => {
  const { person, address } = caller;
  const factor = await totpOf(deps.db, person.id);
  if (!factor) throw new Refusal('factor_unknown');
  if (factor.confirmedAt) throw new Refusal('factor_enrolled');
  const secret = unwrapKey(deps.ring, factor, totpContext(person.id));
  const step = matchingStep(secret, body.code, nowOf(deps));
  const tried = { what: 'second', account: person.id, address } as const;
  const matches = await tryOnce(deps, tried, () => Promise.resolve(step !== undefined));
  if (!matches || step === undefined) return refuseProof(deps, person, 'totp');
  const recoveryCodes = await deps.db.transaction(async (tx) => {
    if (!(await confirmTotp(tx, { personId: person.id, step }))) throw new Refusal('factor_enrolled');
    await log(tx, { actor: person.actor, action: 'totp_enrolled' });
    return recoveryCodesUnlessThere(tx, person);
  });
  await proveSession(deps, req);
  return { status: 200, body: { recoveryCodes } };
};

export const removeApp: InSession<Routes['removeTotp']> = async (deps, { caller: { person } }) => {
  await needStepUp(deps, person);
  await deps.db.transaction(async (tx) => {
    if (!(await removeTotp(tx, person.id))) throw new Refusal('factor_unknown');
    await log(tx, { actor: person.actor, action: 'totp_removed' });
    await dropCodesOfNothing(tx, person);
  });
  return { status: 200, body: { removed: true } };
};

export const renewCodes: InSession<Routes['renewRecoveryCodes']> = async (deps, { caller: { person } }) => {
  await needStepUp(deps, person);
  const { totpSince, passkeys } = await factorsOf(deps.db, person.id);
  if (!totpSince && passkeys === 0) throw new Refusal('factor_unknown');
  const recoveryCodes = await deps.db.transaction((tx) => freshRecoveryCodes(tx, person));
  return { status: 200, body: { recoveryCodes } };
};

export const askPasskey: InSession<Routes['askPasskey']> = async (deps, { caller: { person } }, req) => {
  await needStepUp(deps, person);
  return { status: 200, body: { ...(await askAttestation(deps, req, person)) } };
};

export const addPasskey: InSession<Routes['addPasskey']> = async (
  deps,
  { body, caller: { person } },
  req,
) => {
  await needStepUp(deps, person);
  const made = await attestedPasskey(deps, req, body.passkey);
  if (!made) return refuseProof(deps, person, 'passkey');
  const recoveryCodes = await deps.db.transaction(async (tx) => {
    const put = await putPasskey(tx, { ...made, personId: person.id, name: body.name });
    if (!put) throw new Refusal('factor_enrolled');
    await log(tx, { actor: person.actor, action: 'passkey_enrolled' });
    return recoveryCodesUnlessThere(tx, person);
  });
  return { status: 201, body: { recoveryCodes } };
};

export const dropPasskey: InSession<Routes['removePasskey']> = async (
  deps,
  { params, caller: { person } },
) => {
  await needStepUp(deps, person);
  await deps.db.transaction(async (tx) => {
    if (!(await removePasskey(tx, { id: params.passkeyId, personId: person.id })))
      throw new Refusal('factor_unknown');
    await log(tx, { actor: person.actor, action: 'passkey_removed', detail: { passkey: params.passkeyId } });
    await dropCodesOfNothing(tx, person);
  });
  return { status: 200, body: { removed: true } };
};

export const endOne: InSession<Routes['endOneSession']> = async (deps, { params, caller: { person } }) => {
  await deps.db.transaction(async (tx) => {
    const ended = await endSessionOf(tx, { personId: person.id, id: params.sessionId });
    if (!ended) throw new Refusal('session_unknown');
    await log(tx, { actor: person.actor, action: 'session_ended', detail: { session: params.sessionId } });
  });
  return { status: 200, body: { removed: true } };
};

async function refuseProof(deps: ApiDeps, person: Signed, by: 'totp' | 'passkey'): Promise<never> {
  await log(deps.db, { actor: person.actor, action: 'second_factor_failed', detail: { by } });
  throw new Refusal('second_factor_failed');
}

async function recoveryCodesUnlessThere(tx: Tx, person: Signed): Promise<string[]> {
  const { recoveryCodes } = await factorsOf(tx, person.id);
  return recoveryCodes > 0 ? [] : freshRecoveryCodes(tx, person);
}

async function freshRecoveryCodes(tx: Tx, person: Signed): Promise<string[]> {
  const codes = newRecoveryCodes();
  await putRecoveryCodes(tx, person.id, codes.map(recoveryHash));
  await log(tx, { actor: person.actor, action: 'recovery_codes_made' });
  return codes;
}

/** Recovery codes stand in for a factor: without any they open nothing and are forgotten. */
async function dropCodesOfNothing(tx: Tx, person: Signed): Promise<void> {
  const { totpSince, passkeys } = await factorsOf(tx, person.id);
  if (!totpSince && passkeys === 0) await dropRecoveryCodes(tx, person.id);
}
