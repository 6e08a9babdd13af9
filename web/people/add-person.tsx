import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { useDeed } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';
import type { Role } from './kinds.js';
import { type Fields, PersonFields, useFault } from './person-fields.js';

const BLANK: Fields = { displayName: '', department: 'order_desk', roles: [], scope: null };
const ACCOUNT = /^[a-z0-9-]{1,40}$/;

interface Props {
  excluding: readonly (readonly Role[])[];
  close(): void;
  added(personId: string): void;
}

/** Adds somebody; they sign in once they have a first password, which is given on their own page. */
export function AddPerson({ excluding, close, added }: Props) {
  const { t } = useWords();
  const add = useDeed('addPerson');
  const { said, setSaid, busy, run } = useAttempt();
  const faultOf = useFault();
  const [id, setId] = useState('');
  const [fields, setFields] = useState(BLANK);
  const send = () => {
    const fault = ACCOUNT.test(id) ? faultOf(fields) : t('people.id_wrong');
    if (fault) return setSaid(fault);
    const body = { id, ...fields, displayName: fields.displayName.trim() };
    void run(async () => added((await add.mutateAsync({ body })).id));
  };
  return (
    <Modal
      open
      title={t('people.add')}
      okText={t('people.add')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={send}
      onCancel={close}
    >
      <div className="form">
        <label className="form" htmlFor="person-id">
          <span>{t('people.id')}</span>
          <Input
            id="person-id"
            autoFocus
            autoComplete="off"
            value={id}
            onChange={(event) => setId(event.target.value.trim())}
          />
        </label>
        <span className="quiet">{t('people.id_hint')}</span>
        <PersonFields
          value={fields}
          set={(change) => setFields({ ...fields, ...change })}
          excluding={excluding}
        />
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );
}
