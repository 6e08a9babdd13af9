import { Button } from 'antd';
import { useState } from 'react';
import { useMay, useMe } from '../me.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';
import { AbsenceRows } from './absence-rows.js';
import { ArrangeAbsence } from './arrange-absence.js';
import type { Role } from './kinds.js';
import type { Person } from './search.js';

interface Props {
  person: Person;
  people: readonly Person[];
  excluding: readonly (readonly Role[])[];
}

/** When a person is away and who stands in. */
export function AbsencesPanel({ person, people, excluding }: Props) {
  const { t } = useWords();
  const own = useMe().id === person.id;
  const may = useMay('absence.arrange') || own;
  const [asking, setAsking] = useState(false);
  return (
    <Panel
      title={t('absence.title')}
      extra={
        <Button
          disabled={!may || !person.active}
          title={may ? '' : t('absence.no_right')}
          onClick={() => setAsking(true)}
        >
          {t('absence.arrange')}
        </Button>
      }
    >
      {person.absences.length === 0 ? (
        <p className="quiet">{t('absence.none_of')}</p>
      ) : (
        <AbsenceRows rows={person.absences.map((absence) => ({ absence, person }))} />
      )}
      {asking && <ArrangeAbsence {...{ person, people, excluding }} close={() => setAsking(false)} />}
    </Panel>
  );
}
