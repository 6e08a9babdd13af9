import type { Routes } from '../contract/routes.js';
import type { Read } from '../handler.js';
import { stoodInFor } from '../principal.js';

export const show: Read<Routes['showMe']> = async (_deps, { caller: { person } }) => {
  const { id, displayName, department, roles, rights } = person;
  const granted = { roles: [...roles], rights: [...rights], standsInFor: stoodInFor(person) };
  return { status: 200, body: { id, displayName, department, ...granted } };
};
