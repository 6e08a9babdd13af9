import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import { List } from '../parts/list.js';
import '../settings-words.js';
import { useWords } from '../words.js';
import { AddPerson } from './add-person.js';
import { AllAbsences } from './all-absences.js';
import { usePeopleColumns } from './people-columns.js';
import { PeopleFilters } from './people-filters.js';
import { fitting } from './search.js';

/** Who works here: their roles, whether they can sign in, who is away and who stands in. */
export function PeopleScreen() {
  const { t } = useWords();
  const may = useMay('people.read');
  const edits = useMay('people.edit');
  const search = useSearch({ from: '/settings/people' });
  const go = useNavigate();
  const live = useLive('listPeople', {}, { enabled: may });
  const [typed, setTyped] = useState('');
  const [adding, setAdding] = useState(false);
  const columns = usePeopleColumns();
  if (!may) return <Alert type="info" showIcon title={t('people.no_right')} />;
  const people = live.data?.items;
  const open = (personId: string) => void go({ to: '/settings/people/$personId', params: { personId } });
  return (
    <>
      <div className="head">
        <h1>{t('people.title')}</h1>
        <PeopleFilters search={search} typed={typed} type={setTyped} />
        <Button
          type="primary"
          disabled={!edits || !live.data}
          title={edits ? '' : t('people.may_not_edit')}
          onClick={() => setAdding(true)}
        >
          {t('people.add')}
        </Button>
      </div>
      <List
        label={t('people.title')}
        list={{
          ...live,
          data: people && fitting(people, search, typed),
          more: undefined,
          loadingMore: false,
        }}
        columns={columns}
        idOf={({ id }) => id}
        open={({ id }) => open(id)}
        empty={t('people.empty')}
        above={420}
      />
      {people && <AllAbsences people={people} />}
      {adding && live.data && (
        <AddPerson excluding={live.data.excluding} close={() => setAdding(false)} added={open} />
      )}
    </>
  );
}
