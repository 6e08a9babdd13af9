import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useWords } from '../words.js';
import { FILTERS, type PeopleSearch, readPeopleSearch } from './search.js';

const ANY = '';
const GROUPS = { department: 'department', role: 'role', status: 'people.of_status' } as const;
const NAMES = { department: 'people.department', role: 'people.roles', status: 'people.status' } as const;

interface Props {
  search: PeopleSearch;
  typed: string;
  type(text: string): void;
}

/** Filters live in the address; a name that is looked for does not. */
export function PeopleFilters({ search, typed, type }: Props) {
  const { t, word } = useWords();
  const go = useNavigate();
  const set = (change: Record<string, unknown>) =>
    void go({ to: '/settings/people', search: readPeopleSearch({ ...search, ...change }) });
  const filtered = typed !== '' || Object.values(search).some((value) => value !== undefined);
  const clear = () => {
    type('');
    void go({ to: '/settings/people', search: {} });
  };
  return (
    <>
      <Input
        className="filter"
        allowClear
        aria-label={t('people.find_hint')}
        placeholder={t('people.find')}
        value={typed}
        onChange={(event) => type(event.target.value)}
      />
      {(['department', 'role', 'status'] as const).map((name) => (
        <Select
          key={name}
          className="filter-small"
          aria-label={t(NAMES[name])}
          value={search[name] ?? ANY}
          onChange={(value: string) => set({ [name]: value })}
          options={[
            { value: ANY, label: t('filter.any', { what: t(NAMES[name]) }) },
            ...FILTERS[name].map((value) => ({ value: value as string, label: word(GROUPS[name], value) })),
          ]}
        />
      ))}
      {filtered && (
        <Button size="small" onClick={clear}>
          {t('filter.clear')}
        </Button>
      )}
    </>
  );
}
