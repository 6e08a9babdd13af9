import { type Command, Option } from 'commander';
import { ROLES } from '../domain/people.js';
import { SHARINGS, VIEW_LISTS, type ViewList, type ViewQuery } from '../domain/views.js';
import { Usage } from './failures.js';
import { table } from './print.js';
import type { AnswerOf } from './reply.js';
import type { Session } from './session.js';
import { counted, option, repeated, type Typed } from './typed.js';
import { addVerb } from './verb.js';

const SHARE = new Option('--share <with>', 'mine, role or everybody').choices([...SHARINGS]);
const ROLE = new Option(
  '--role <role>',
  'the role it is shared with; the first of your own unless given',
).choices([...ROLES]);
const FILTER = repeated('--filter <name=value>', 'a field of the filter, as the address of the list has it');
const NAME = option('--name <name>', 'what it is called');
const SEEN = counted('--seen <version>', 'the version that was seen').makeOptionMandatory();

export function addViews(program: Command, session: Session): void {
  const views = program.command('views').description('Saved filters of lists, your own and shared ones');
  addVerb(views, session, {
    route: 'listViews',
    name: 'list <list>',
    isDefault: true,
    request: (typed) => ({ query: { list: listOf(typed) } }),
    tell: tellViews,
  });
  addVerb(views, session, {
    route: 'countViews',
    name: 'counts <list>',
    request: (typed) => ({ query: { list: listOf(typed) } }),
    tell: ({ items }) =>
      table(
        [{ title: 'view' }, { title: 'rows', right: true }],
        items.map(({ viewId, count, more }) => [viewId, count === null ? '-' : `${count}${more ? '+' : ''}`]),
      ),
  });
  addVerb(views, session, {
    route: 'saveView',
    name: 'save <list>',
    options: [option('--name <name>', 'what it is called').makeOptionMandatory(), FILTER, SHARE, ROLE],
    request: (typed) => ({
      body: {
        list: listOf(typed),
        name: typed.text('name') ?? '',
        query: filterOf(typed),
        ...sharingOf(typed),
      },
    }),
    tell: tellSaved,
  });
  addVerb(views, session, {
    route: 'changeView',
    name: 'change <view-id>',
    options: [SEEN, NAME, FILTER, SHARE, ROLE],
    request: (typed) => ({ params: { viewId: typed.arg(0) }, body: changesOf(typed) }),
    tell: tellSaved,
  });
  addVerb(views, session, {
    route: 'removeView',
    name: 'remove <view-id>',
    options: [SEEN],
    request: (typed) => ({ params: { viewId: typed.arg(0) }, body: { version: typed.number('seen') ?? 0 } }),
    tell: ({ viewId }) => `${viewId} is gone`,
  });
  addVerb(views, session, {
    route: 'chooseView',
    name: 'default <view-id>',
    options: [option('--off', 'open the list without it again')],
    request: (typed) => ({ params: { viewId: typed.arg(0) }, body: { on: !typed.flag('off') } }),
    tell: ({ viewId, on }) => `the list opens ${on ? 'with' : 'without'} ${viewId}`,
  });
}

const tellSaved = ({ viewId, version }: AnswerOf<'saveView'>): string => `${viewId}, version ${version}`;

function tellViews({ items }: AnswerOf<'listViews'>): string {
  const titles = ['view', 'name', 'filter', 'shared', 'of', 'version', ''].map((title) => ({ title }));
  const rows = items.map((view) => [
    view.id,
    view.name,
    Object.entries(view.query)
      .map(([field, value]) => `${field}=${value}`)
      .join(' '),
    view.role ?? view.shared,
    view.owner?.id ?? 'the house',
    String(view.version),
    view.isDefault ? 'default' : '',
  ]);
  return table(titles, rows);
}

function listOf(typed: Typed): ViewList {
  const asked = typed.arg(0);
  const list = VIEW_LISTS.find((one) => one === asked);
  if (list) return list;
  const lists = VIEW_LISTS.join(', ');
  throw new Usage(`没有这个列表，可用：${lists}`, `There is no list ${asked}; there are ${lists}.`);
}

function filterOf(typed: Typed): ViewQuery {
  return Object.fromEntries(
    typed.list('filter').map((text) => {
      const [field = '', ...value] = text.split('=');
      return [field, value.join('=')];
    }),
  );
}

function sharingOf(typed: Typed) {
  const shared = SHARINGS.find((one) => one === typed.text('share'));
  const role = ROLES.find((one) => one === typed.text('role'));
  return { ...(shared && { shared }), ...(role && { role }) };
}

function changesOf(typed: Typed) {
  const name = typed.text('name');
  const filter = typed.list('filter').length > 0 ? { query: { ...filterOf(typed) } } : {};
  return {
    version: typed.number('seen') ?? 0,
    ...(name !== undefined && { name }),
    ...filter,
    ...sharingOf(typed),
  };
}
