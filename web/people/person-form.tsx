import { Alert, App, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useDeed } from '../live.js';
import { useMay } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';
import type { Role } from './kinds.js';
import { type Fields, PersonFields, useFault } from './person-fields.js';
import type { Person } from './search.js';

const fieldsOf = ({ displayName, department, roles, scope }: Person): Fields => ({
  ...{ displayName, department, roles, scope },
});

interface Props {
  person: Person;
  excluding: readonly (readonly Role[])[];
}

/** Changes what was seen, and nothing that somebody else has changed since. */
export function PersonForm({ person, excluding }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const edits = useMay('people.edit');
  const change = useDeed('changePerson');
  const { said, setSaid, busy, run } = useAttempt();
  const faultOf = useFault();
  const [version, setVersion] = useState(person.version);
  const [fields, setFields] = useState(() => fieldsOf(person));
  const stale = person.version > version && !busy;
  const reload = () => {
    setVersion(person.version);
    setFields(fieldsOf(person));
    setSaid(undefined);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fault = faultOf(fields);
    if (fault) return setSaid(fault);
    const body = { version, ...fields, displayName: fields.displayName.trim(), scope: fields.scope ?? null };
    void run(async () => {
      const changed = await change.mutateAsync({ params: { personId: person.id }, body });
      setVersion(changed.version);
      void message.success(t('people.saved'));
    });
  };
  return (
    <Panel title={t('people.edit')}>
      <form className="form" onSubmit={submit} aria-label={t('people.edit')}>
        <PersonFields
          value={fields}
          set={(changed) => setFields({ ...fields, ...changed })}
          excluding={excluding}
          disabled={!edits}
        />
        {stale ? (
          <Alert
            type="warning"
            showIcon
            role="alert"
            title={t('people.changed_meanwhile')}
            action={<Button onClick={reload}>{t('people.reload')}</Button>}
          />
        ) : (
          said && <Alert type="error" showIcon role="alert" title={said} />
        )}
        <Button
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={!edits || stale}
          title={edits ? '' : t('people.may_not_edit')}
        >
          {t('people.save')}
        </Button>
      </form>
    </Panel>
  );
}
