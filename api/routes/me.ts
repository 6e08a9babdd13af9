import type { Routes } from '../contract/routes.js';
import type { Read } from '../handler.js';

export const show: Read<Routes['showMe']> = async (_deps, { caller: { person } }) => {
  const { id, displayName, department, roles, rights } = person;
  return { status: 200, body: { id, displayName, department, roles: [...roles], rights: [...rights] } };
};
