import { z } from 'zod';
import { DEPARTMENTS, RIGHTS, ROLES } from '../../domain/people.js';
import { read } from './route.js';

/** Whom a person stands in for at this moment. */
export const standsInFor = z.array(
  z.strictObject({ id: z.string(), displayName: z.string(), until: z.iso.datetime() }),
);

const me = z
  .strictObject({
    id: z.string(),
    displayName: z.string(),
    department: z.enum(DEPARTMENTS),
    roles: z.array(z.enum(ROLES)),
    rights: z.array(z.enum(RIGHTS)),
    standsInFor,
  })
  .meta({ id: 'Me' });

export const ME_ROUTES = {
  showMe: read({
    path: '/me',
    summary: 'Who is calling, with what their roles allow',
    right: 'person',
    answers: { 200: { description: 'The caller.', schema: me } },
  }),
};
