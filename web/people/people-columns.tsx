import { moment } from '../format.js';
import type { Column } from '../parts/list.js';
import { useWords } from '../words.js';
import { awayNow, type Person } from './search.js';

export function usePeopleColumns(): Column<Person>[] {
  const { t, word } = useWords();
  return [
    {
      key: 'person',
      title: t('people.person'),
      width: 220,
      cell: ({ displayName }) => <b title={displayName}>{displayName}</b>,
    },
    { key: 'id', title: t('people.id'), width: 130, cell: ({ id }) => <span className="mono">{id}</span> },
    {
      key: 'department',
      title: t('people.department'),
      width: 170,
      cell: ({ department }) => word('department', department),
    },
    { key: 'roles', title: t('people.roles'), width: 220, cell: ({ roles }) => <Roles roles={roles} /> },
    { key: 'status', title: t('people.status'), width: 130, cell: (person) => <Standing person={person} /> },
    { key: 'away', title: t('people.away'), width: 320, cell: (person) => <Away person={person} /> },
  ];
}

function Roles({ roles }: Pick<Person, 'roles'>) {
  const { t, word } = useWords();
  if (roles.length === 0) return <span className="quiet">{t('people.no_roles')}</span>;
  return roles.map((role) => word('role', role)).join(' · ');
}

export function Standing({ person }: { person: Person }) {
  const { t } = useWords();
  if (!person.active) return <span className="mark quiet">{t('people.of_status.disabled')}</span>;
  if (person.account === 'none')
    return <span className="mark late">{t('people.of_status.no_password')}</span>;
  return <span className="mark good">{t('people.of_status.active')}</span>;
}

export function Away({ person }: { person: Person }) {
  const { t, language } = useWords();
  const now = awayNow(person);
  const next = person.absences[0];
  if (now) return t('people.away_now', { who: now.substitute.displayName, until: moment(now.to, language) });
  if (next)
    return t('people.away_later', { who: next.substitute.displayName, from: moment(next.from, language) });
  return <span className="quiet">{t('people.not_away')}</span>;
}
