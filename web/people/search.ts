import type { Answer } from '../client.js';
import { DEPARTMENTS, type Department, ROLES, type Role } from './kinds.js';

export type Person = Answer<'listPeople'>['items'][number];
const STATUSES = ['active', 'disabled', 'away', 'no_password'] as const;
type Status = (typeof STATUSES)[number];

/** What the address of the list holds; names stay out of it. */
export interface PeopleSearch {
  department?: Department | undefined;
  role?: Role | undefined;
  status?: Status | undefined;
}

export const FILTERS = { department: DEPARTMENTS, role: ROLES, status: STATUSES } as const;

export const readPeopleSearch = (search: Record<string, unknown>): PeopleSearch => ({
  department: DEPARTMENTS.find((one) => one === search.department),
  role: ROLES.find((one) => one === search.role),
  status: STATUSES.find((one) => one === search.status),
});

/** Those who fit every filter, and whose account or name holds what was typed. */
export function fitting(people: readonly Person[], search: PeopleSearch, typed: string): Person[] {
  const { department, role, status } = search;
  const sought = typed.trim().toLowerCase();
  return people.filter(
    (one) =>
      (department === undefined || one.department === department) &&
      (role === undefined || one.roles.includes(role)) &&
      (status === undefined || stands(one, status)) &&
      `${one.id} ${one.displayName}`.toLowerCase().includes(sought),
  );
}

function stands(person: Person, status: Status): boolean {
  switch (status) {
    case 'active':
      return person.active;
    case 'disabled':
      return !person.active;
    case 'away':
      return awayNow(person) !== undefined;
    case 'no_password':
      return person.active && person.account === 'none';
  }
}

/** The absence that a person is in at this moment. */
export const awayNow = ({ absences }: Person): Person['absences'][number] | undefined =>
  absences.find(({ from }) => Date.parse(from) <= Date.now());
