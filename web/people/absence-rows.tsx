import { Alert, App, Button } from 'antd';
import { useDeed } from '../live.js';
import { useMay, useMe } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import type { Person } from './search.js';

type Away = Pick<Person, 'id' | 'displayName'>;

interface Props {
  rows: readonly { absence: Person['absences'][number]; person: Away }[];
  /** Says who is away, too. */
  named?: boolean;
}

/** Absences that are not over; whoever may arrange one may end it early. */
export function AbsenceRows({ rows, named = false }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const me = useMe();
  const arranges = useMay('absence.arrange');
  const end = useDeed('endAbsence');
  const { said, busy, run } = useAttempt();
  const finish = (absenceId: string) =>
    void run(async () => {
      await end.mutateAsync({ params: { absenceId }, body: {} });
      void message.success(t('absence.ended'));
    });
  return (
    <>
      <ul className="rows">
        {rows.map(({ absence: { id, substitute, from, to }, person }) => {
          const may = arranges || person.id === me.id;
          const names = { who: person.displayName, substitute: substitute.displayName };
          const now = Date.parse(from) <= Date.now();
          return (
            <li key={id}>
              <span>
                <b>
                  {named ? t('absence.line', names) : t('absence.by', { substitute: substitute.displayName })}
                </b>
                <br />
                <span className="quiet">
                  <When at={from} /> – <When at={to} />
                </span>{' '}
                <span className={now ? 'good' : 'quiet'}>{t(now ? 'absence.now' : 'absence.later')}</span>
              </span>
              <Button
                danger
                disabled={!may || busy}
                title={may ? '' : t('absence.no_right')}
                aria-label={t('absence.end_of', { who: person.displayName })}
                onClick={() => finish(id)}
              >
                {t('absence.end')}
              </Button>
            </li>
          );
        })}
      </ul>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
    </>
  );
}
