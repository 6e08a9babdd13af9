import { describe, expect, test } from '@jest/globals';
import type { Contract } from '../../api/contract/route.js';
import { ROUTES, type RouteName } from '../../api/contract/routes.js';
import { DEPARTMENTS, EXCLUDING, RIGHTS_OF, ROLES, type Role } from '../../domain/people.js';
import { REFUSALS } from '../../domain/refusal.js';
import { entriesOf, homeOf } from '../../web/homes.js';
import { DEPARTMENTS as SHOWN_DEPARTMENTS, ROLES as SHOWN_ROLES } from '../../web/people/kinds.js';
import { words as en } from '../../web/words/en-settings.js';
import { words as zh } from '../../web/words/zh-settings.js';

/** What each screen of the menu asks for first. */
const FIRST: Readonly<Record<ReturnType<typeof homeOf>, RouteName>> = {
  '/reviews': 'listReviews',
  '/cases': 'listCases',
  '/board': 'showBoard',
  '/orders': 'listOrders',
  '/scan': 'scan',
  '/offline': 'takeDeviceList',
  '/settings/people': 'listPeople',
  '/settings/calendar': 'showCalendar',
  '/settings/tokens': 'listTokens',
  '/settings/keys': 'listTokenKeys',
  '/messages/inbox': 'listTemplates',
  '/print-batches': 'listPrintBatches',
  '/books': 'listAccounts',
  '/me/security': 'showSecurity',
};

const holding = (roles: Role[]) => ({ roles, rights: roles.flatMap((role) => RIGHTS_OF[role]) });

function admits(route: RouteName, rights: readonly string[]): boolean {
  const { right }: Contract = ROUTES[route];
  return right === 'person' || right === 'anybody' || rights.includes(right);
}

describe('the home', () => {
  test.each(ROLES.map((role) => [role]))('of %s is a screen that they may read', (role) => {
    const me = holding([role]);
    expect(admits(FIRST[homeOf(me)], me.rights)).toBe(true);
  });

  test('of a person without any role is their own page', () => {
    expect(homeOf(holding([]))).toBe('/me/security');
    expect(admits('listOrders', [])).toBe(false);
  });

  test('is one of the menu, whose entries open for whoever sees them', () => {
    const everything = holding([...ROLES]);
    expect(entriesOf(everything).length).toBeGreaterThan(5);
    for (const { to, right } of entriesOf(everything)) expect(admits(FIRST[to], [right])).toBe(true);
  });
});

describe('the screen of people', () => {
  test('knows every role and department', () => {
    expect(SHOWN_ROLES).toEqual([...ROLES]);
    expect(SHOWN_DEPARTMENTS).toEqual([...DEPARTMENTS]);
  });

  test('says why roles exclude each other in the words of the refusal', () => {
    expect(EXCLUDING.length).toBeGreaterThan(0);
    expect(zh['people.roles_exclude']).toContain(REFUSALS.roles_exclude.zh);
    expect(en['people.roles_exclude']).toContain(REFUSALS.roles_exclude.en);
  });
});
