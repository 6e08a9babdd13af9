import { Link, useParams } from '@tanstack/react-router';
import { Alert, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Trouble } from '../parts/trouble.js';
import '../settings-words.js';
import { useWords } from '../words.js';
import { AbsencesPanel } from './absences-panel.js';
import { AccessPanel } from './access-panel.js';
import { IdentitiesPanel } from './identities-panel.js';
import { Away, Standing } from './people-columns.js';
import { PersonForm } from './person-form.js';
import { awayNow } from './search.js';

/** One person: roles, sign-in, absences. */
export function PersonScreen() {
  const { t } = useWords();
  const { personId } = useParams({ from: '/settings/people/$personId' });
  const may = useMay('people.read');
  const live = useLive('listPeople', {}, { enabled: may });
  if (!may) return <Alert type="info" showIcon title={t('people.no_right')} />;
  if (live.error && !live.data) return <Trouble error={live.error} again={live.again} />;
  if (!live.data) return live.slow ? <Skeleton active paragraph={{ rows: 8 }} /> : null;
  return (
    <>
      <Link to="/settings/people">{t('people.back')}</Link>
      <OnePerson
        all={live.data}
        personId={personId}
        asOf={<AsOf ms={live.asOfMs} stale={live.error !== null} />}
      />
    </>
  );
}

interface Props {
  all: Answer<'listPeople'>;
  personId: string;
  asOf: ReactNode;
}

function OnePerson({ all, personId, asOf }: Props) {
  const { t } = useWords();
  const edits = useMay('people.edit');
  const links = useMay('token.manage');
  const person = all.items.find(({ id }) => id === personId);
  if (!person) return <Alert type="info" showIcon title={t('people.unknown', { id: personId })} />;
  return (
    <>
      <header className="head">
        <h1>{person.displayName}</h1>
        <span className="mono">{person.id}</span>
        <Standing person={person} />
        {awayNow(person) && (
          <span className="mark late">
            <Away person={person} />
          </span>
        )}
        {asOf}
      </header>
      <div className="panes panes-order">
        <div>
          <PersonForm key={person.id} person={person} excluding={all.excluding} />
        </div>
        <div>
          {edits && <AccessPanel person={person} />}
          <AbsencesPanel person={person} people={all.items} excluding={all.excluding} />
          {links && <IdentitiesPanel person={person} />}
        </div>
      </div>
    </>
  );
}
