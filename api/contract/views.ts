import { z } from 'zod';
import { ROLES } from '../../domain/people.js';
import { SHARINGS, VIEW_LISTS } from '../../domain/views.js';
import { counting, id, line } from './fields.js';
import { note, read } from './route.js';

const list = z.enum(VIEW_LISTS);
const viewId = z.string().regex(/^[a-z0-9-]{1,60}$/);
const params = z.strictObject({ viewId });
const version = counting(1).meta({ description: 'The version that was seen; an older one is refused.' });
const name = line(60);
const query = z
  .record(z.string().regex(/^[A-Za-z]{1,40}$/), z.string().max(200))
  .refine((fields) => Object.keys(fields).length <= 20)
  .meta({ description: "The list's own filter, as its address carries it; no cursor and no limit." });
const sharing = {
  shared: z.enum(SHARINGS),
  role: z.enum(ROLES).exactOptional().meta({ description: 'Of the people it is shared with.' }),
};

const view = z
  .strictObject({
    id: viewId,
    list,
    name: z.string(),
    query: z.record(z.string(), z.string()),
    owner: z
      .strictObject({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'Null: it comes with the house.' }),
    shared: z.enum(SHARINGS),
    role: z.enum(ROLES).nullable(),
    version: z.int(),
    isDefault: z.boolean().meta({ description: 'The caller opens the list with it.' }),
    mayChange: z.boolean(),
  })
  .meta({ id: 'SavedView' });

const saved = z.strictObject({ viewId: id, version: z.int() }).meta({ id: 'ViewSaved' });
const changed = { 201: { description: 'As it is now.', schema: saved } };

export const VIEW_ROUTES = {
  listViews: read({
    path: '/views',
    summary: 'The saved views of a list: those of the house, the caller’s own, and those shared with them',
    right: 'person',
    query: z.strictObject({ list }),
    answers: {
      200: {
        description: 'Those of the house first, then by name.',
        schema: z.strictObject({ items: z.array(view), mayShare: z.boolean() }),
      },
    },
  }),
  countViews: read({
    path: '/view-counts',
    summary: 'How many rows each saved view of a list shows, up to 999; a few seconds old at most',
    right: 'person',
    query: z.strictObject({ list }),
    answers: {
      200: {
        description: 'Null for a view whose filter the list does not know any more.',
        schema: z.strictObject({
          items: z.array(z.strictObject({ viewId, count: z.int().nullable(), more: z.boolean() })),
        }),
      },
    },
  }),
  saveView: note({
    path: '/views',
    summary: 'Save a filter of a list under a name',
    right: 'person',
    body: z.strictObject({ list, name, query, ...sharing, shared: sharing.shared.default('mine') }),
    answers: changed,
    refusals: ['too_many_views', 'not_own_role'],
  }),
  changeView: note({
    path: '/views/:viewId',
    summary: 'Rename a saved view, give it another filter, or share it otherwise',
    right: 'person',
    params,
    body: z.strictObject({
      version,
      name: name.exactOptional(),
      query: query.exactOptional(),
      shared: sharing.shared.exactOptional(),
      role: sharing.role,
    }),
    answers: changed,
    refusals: ['view_unknown', 'view_changed', 'not_own_role'],
  }),
  removeView: note({
    path: '/views/:viewId/removal',
    summary: 'Take a saved view away',
    right: 'person',
    params,
    body: z.strictObject({ version }),
    answers: changed,
    refusals: ['view_unknown', 'view_changed'],
  }),
  chooseView: note({
    path: '/views/:viewId/default',
    summary: 'Open its list with this view, or no longer',
    right: 'person',
    params,
    body: z.strictObject({ on: z.boolean() }),
    answers: { 201: { description: 'Noted.', schema: z.strictObject({ viewId, on: z.boolean() }) } },
    refusals: ['view_unknown'],
  }),
};
