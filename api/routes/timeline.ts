import { type CaseRow, casesOf } from '../../db/cases.js';
import { namesOf } from '../../db/colleagues.js';
import { factsOf, sealedParts } from '../../db/facts.js';
import { type HopRow, hopsOf } from '../../db/hops.js';
import { logOf } from '../../db/log.js';
import { type MessageRow, messagesOf } from '../../db/messages.js';
import { type VerificationRow, verificationsOf } from '../../db/verifications.js';
import type { Actor } from '../../domain/facts.js';
import { besideOrder } from '../beside.js';
import type { Routes } from '../contract/routes.js';
import type { TimelineItem } from '../contract/timeline.js';
import { factFace, iso, isoOrNull } from '../faces.js';
import type { Read } from '../handler.js';
import { openNotes, seesCustomers } from '../sealing.js';
import { knownOrder } from './orders.js';

/** One story out of every table that knows a part of it, oldest first; facts keep their numbers' order. */
export const show: Read<Routes['showTimeline']> = async (deps, { params, caller }) => {
  const { db } = deps;
  const { id, orderNo } = await knownOrder(db, params.orderNo);
  const [facts, hops, messages, verifications, cases] = await Promise.all([
    factsOf(db, id),
    hopsOf(db, id),
    messagesOf(db, id),
    verificationsOf(db, id),
    casesOf(db, id),
  ]);
  const sealed = seesCustomers(caller.person) ? await sealedParts(db, id) : new Map();
  const notes = await openNotes(deps, db, id, sealed);
  const items: TimelineItem[] = [
    ...facts.map((fact) => ({
      kind: 'fact' as const,
      at: iso(fact.recordedAt),
      fact: factFace(fact, notes),
    })),
    ...hops.map((hop) => ({ kind: 'hop' as const, at: iso(hop.offeredAt), hop: hopFace(hop) })),
    ...messages.map((message) => ({
      kind: 'message' as const,
      at: iso(message.queuedAt),
      message: messageFace(message),
    })),
    ...verifications.map((one) => ({
      kind: 'verification' as const,
      at: iso(one.verifiedAt),
      verification: verificationFace(one),
    })),
    ...cases.flatMap(caseEvents),
    ...(await besideOrder(deps, id, caller.person)),
  ];
  const names = await namesOf(db, [...new Set(items.flatMap(peopleIn))]);
  return { status: 200, body: { orderNo, items: items.toSorted(byTime), names } };
};

function peopleIn(item: TimelineItem): string[] {
  switch (item.kind) {
    case 'fact':
      return peopleBehind(item.fact.actor);
    case 'comment':
      return [item.comment.author];
    case 'file':
      return [item.file.author];
    default:
      return [];
  }
}

const peopleBehind = ({
  kind,
  id,
  onBehalfOf,
}: Extract<TimelineItem, { kind: 'fact' }>['fact']['actor']): string[] =>
  kind === 'person' ? [id, ...(onBehalfOf === undefined ? [] : [onBehalfOf])] : [];

export const log: Read<Routes['showLog']> = async ({ db }, { params }) => {
  const { id, orderNo } = await knownOrder(db, params.orderNo);
  const items = (await logOf(db, id)).map((row) => ({
    id: row.id,
    at: iso(row.at),
    actor: {
      kind: actorKind(row.actorKind),
      id: row.actorId,
      ...(row.department && { department: row.department }),
    },
    action: row.action,
    fact: row.factNumber,
    detail: row.detail,
  }));
  return { status: 200, body: { orderNo, items } };
};

const actorKind = (kind: string): Actor['kind'] =>
  kind === 'person' || kind === 'customer' ? kind : 'system';

function byTime(a: TimelineItem, b: TimelineItem): number {
  if (a.kind === 'fact' && b.kind === 'fact') return a.fact.number - b.fact.number;
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

function hopFace({ id: _, answeredFact: __, ...hop }: HopRow) {
  return {
    ...hop,
    offeredAt: iso(hop.offeredAt),
    answeredAt: isoOrNull(hop.answeredAt),
    answerBy: iso(hop.answerBy),
  };
}

export function messageFace(row: MessageRow) {
  const { id, channel, template, templateVersion, status, errorCode } = row;
  return {
    ...{ id, channel, template, templateVersion, status, errorCode },
    queuedAt: iso(row.queuedAt),
    finishedAt: isoOrNull(row.finishedAt),
  };
}

function verificationFace({ factNumber, policyVersion, materialFact, verdict, evaluation }: VerificationRow) {
  const { rule, reviewers, nearest, risks } = evaluation;
  return {
    ...{ factNumber, policyVersion, materialFact, verdict, rule, reviewers },
    nearest: [...nearest],
    risks: risks.filter((risk) => risk.met).map((risk) => risk.id),
  };
}

function caseEvents({ id, kind, step, code, blocking, status, openedAt, closedAt }: CaseRow): TimelineItem[] {
  const event = { id, kind, step, code, blocking, status };
  const opened: TimelineItem = { kind: 'case_opened', at: iso(openedAt), case: event };
  return closedAt ? [opened, { kind: 'case_closed', at: iso(closedAt), case: event }] : [opened];
}
