import type { Answer, Asked } from '../client.js';
import { Fields } from '../parts/panel.js';
import { useWords } from '../words.js';

type Work = Answer<'showCaseWork'>;
type Changes = Asked<'amendOrder'>['body']['changes'];

/** Old beside new, before it is proposed. */
export function Difference({ work, changes }: { work: Work; changes: Changes }) {
  const before = new Map(work.inputs.map(({ field, value }) => [field, value]));
  const rows = Object.entries(changes).map(([field, after]) => ({
    field,
    before: before.get(field) ?? null,
    after: String(after),
  }));
  return rows.length === 0 ? null : <Changed changes={rows} />;
}

type Change = NonNullable<Work['amendment']>['changes'][number];

export function Changed({ changes }: { changes: readonly Change[] }) {
  const { t, word } = useWords();
  const spoken = (field: string, value: string | null) =>
    value === null
      ? t('order.none')
      : field === 'notify'
        ? t(value === 'true' ? 'value.yes' : 'value.no')
        : value;
  return (
    <Fields
      rows={changes.map(({ field, before, after }) => [
        word('correction', field),
        <span key={field}>
          <del className="quiet">{spoken(field, before)}</del> → <b>{spoken(field, after)}</b>
        </span>,
      ])}
    />
  );
}
