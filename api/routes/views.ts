import { randomUUID } from 'node:crypto';
import { log } from '../../db/log.js';
import type { Db, Tx } from '../../db/sql.js';
import {
  changeView,
  defaultView,
  deleteView,
  insertView,
  setDefaultView,
  type ViewRow,
  viewById,
  viewsOf,
} from '../../db/views.js';
import { ROLES, type Role } from '../../domain/people.js';
import { Refusal } from '../../domain/refusal.js';
import {
  LIST_RIGHT,
  MOST_COUNTED,
  MOST_VIEWS,
  PRESETS,
  presetsFor,
  type Sharing,
  type ViewList,
  type ViewQuery,
} from '../../domain/views.js';
import type { Routes } from '../contract/routes.js';
import type { Act, AnswerOf, Read } from '../handler.js';
import type { Language } from '../language.js';
import { Malformed } from '../malformed.js';
import { needRight, type Signed } from '../principal.js';
import { countOf, isFilterOf } from '../view-counts.js';

export const list: Read<Routes['listViews']> = async ({ db }, { query, caller }) => {
  const { person, language } = caller;
  needRight(person, LIST_RIGHT[query.list]);
  const [views, chosen] = await Promise.all([
    viewsFor(db, query.list, person, language),
    defaultView(db, person.id, query.list),
  ]);
  const items = views.map((view) => ({ ...view, isDefault: view.id === chosen }));
  return { status: 200, body: { items, mayShare: person.rights.has('view.share') } };
};

export const counts: Read<Routes['countViews']> = async (deps, { query, caller }) => {
  needRight(caller.person, LIST_RIGHT[query.list]);
  const views = await viewsFor(deps.db, query.list, caller.person, caller.language);
  const items: { viewId: string; count: number | null; more: boolean }[] = [];
  for (const view of views) {
    const known = isFilterOf(view.list, view.query);
    const count = known ? await countOf(deps, caller, view.list, view.query) : null;
    items.push({
      viewId: view.id,
      count: count === null ? null : Math.min(count, MOST_COUNTED),
      more: (count ?? 0) > MOST_COUNTED,
    });
  }
  return { status: 200, body: { items } };
};

export const save: Act<Routes['saveView']> = async (tx, _deps, { body, caller }) => {
  const { person } = caller;
  const { list: of, name, query } = body;
  needRight(person, LIST_RIGHT[of]);
  refuseOtherFilters(of, query);
  const sharing = sharingOf(person, body);
  const id = randomUUID();
  const owner = person.id;
  if (!(await insertView(tx, { id, list: of, name, query, owner, ...sharing }, MOST_VIEWS)))
    throw new Refusal('too_many_views');
  await log(tx, { actor: person.actor, action: 'view_saved', detail: { viewId: id, list: of, ...sharing } });
  return { status: 201, body: { viewId: id, version: 1 } };
};

export const change: Act<Routes['changeView']> = async (tx, _deps, { params, body, caller }) => {
  const { person } = caller;
  const view = await ownView(tx, params.viewId, person);
  const { name = view.name, query = view.query } = body;
  refuseOtherFilters(view.list, query);
  const same = body.shared === undefined && body.role === undefined;
  const sharing = same
    ? { shared: view.shared, role: view.role }
    : sharingOf(person, { shared: body.shared ?? view.shared, ...(body.role && { role: body.role }) });
  const { id } = view;
  const changed = await changeView(tx, { id, name, query, ...sharing, version: body.version });
  if (changed === 0) throw new Refusal('view_changed');
  await log(tx, { actor: person.actor, action: 'view_changed', detail: { viewId: id, ...sharing } });
  return { status: 201, body: { viewId: id, version: body.version + 1 } };
};

export const remove: Act<Routes['removeView']> = async (tx, _deps, { params, body, caller }) => {
  const { id } = await ownView(tx, params.viewId, caller.person);
  if ((await deleteView(tx, id, body.version)) === 0) throw new Refusal('view_changed');
  await log(tx, { actor: caller.person.actor, action: 'view_removed', detail: { viewId: id } });
  return { status: 201, body: { viewId: id, version: body.version } };
};

export const choose: Act<Routes['chooseView']> = async (tx, _deps, { params, body, caller }) => {
  const { person } = caller;
  const { viewId } = params;
  const of = PRESETS.find((one) => one.id === viewId)?.list ?? (await viewById(tx, viewId))?.list;
  if (!of) throw new Refusal('view_unknown');
  const seen = await viewsFor(tx, of, person, caller.language);
  if (!seen.some((view) => view.id === viewId)) throw new Refusal('view_unknown');
  await setDefaultView(tx, { personId: person.id, list: of }, body.on ? viewId : null);
  await log(tx, { actor: person.actor, action: 'view_chosen', detail: { viewId, on: body.on } });
  return { status: 201, body: { viewId, on: body.on } };
};

type Face = Omit<AnswerOf<Routes['listViews']>['body']['items'][number], 'isDefault'>;

async function viewsFor(db: Db, of: ViewList, person: Signed, language: Language): Promise<Face[]> {
  const presets = presetsFor(person.roles, of).map((one) => ({
    ...{
      id: one.id,
      list: of,
      query: { ...one.query },
      owner: null,
      role: null,
      version: 1,
      mayChange: false,
    },
    name: language === 'zh' ? one.nameZh : one.nameEn,
    shared: 'role' as const,
  }));
  const saved = await viewsOf(db, of, person);
  return [...presets, ...saved.map((view) => faceOf(view, person))];
}

const faceOf = ({ owner, ownerName, role, ...view }: ViewRow, person: Signed): Face => ({
  ...view,
  query: { ...view.query },
  owner: { id: owner, name: ownerName },
  role: ROLES.find((one) => one === role) ?? null,
  mayChange: mayChange({ owner, ...view }, person),
});

const mayChange = ({ owner, shared }: Pick<ViewRow, 'owner' | 'shared'>, person: Signed): boolean =>
  owner === person.id || (shared !== 'mine' && person.rights.has('view.share'));

/** A view that the caller may change; one of somebody else's that they do not see is not there for them. */
async function ownView(tx: Tx, viewId: string, person: Signed): Promise<ViewRow> {
  const view = await viewById(tx, viewId);
  if (!view || (view.shared === 'mine' && view.owner !== person.id)) throw new Refusal('view_unknown');
  needRight(person, LIST_RIGHT[view.list]);
  if (!mayChange(view, person)) needRight(person, 'view.share');
  return view;
}

/** Anybody shares with the people of their own roles; with everybody, whoever may. */
function sharingOf(
  person: Signed,
  asked: { shared: Sharing; role?: Role },
): { shared: Sharing; role: Role | null } {
  const { shared, role = person.roles[0] ?? null } = asked;
  if (shared === 'everybody') needRight(person, 'view.share');
  if (shared !== 'role') return { shared, role: null };
  if (role === null || !(person.roles.includes(role) || person.rights.has('view.share')))
    throw new Refusal('not_own_role');
  return { shared, role };
}

function refuseOtherFilters(of: ViewList, query: ViewQuery): void {
  if (isFilterOf(of, query)) return;
  throw new Malformed([{ in: 'body', path: 'query', rule: 'filter', message: `not a filter of ${of}` }]);
}
