import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';
import { AbsenceRows } from './absence-rows.js';
import type { Person } from './search.js';

/** Who stands in for whom, now and to come. */
export function AllAbsences({ people }: { people: readonly Person[] }) {
  const { t } = useWords();
  const rows = people
    .flatMap(({ absences, ...person }) => absences.map((absence) => ({ absence, person })))
    .toSorted((one, other) => one.absence.from.localeCompare(other.absence.from));
  return (
    <Panel title={t('absence.all')}>
      {rows.length === 0 ? <p className="quiet">{t('absence.none')}</p> : <AbsenceRows rows={rows} named />}
    </Panel>
  );
}
