import { Alert, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Asked } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';

type Scope = Asked<'issueToken'>['body']['scopes'][number];
const DAYS = 90;
const MOST_DAYS = 366;

interface Props {
  known: readonly Scope[];
  close(): void;
  issued(token: string): void;
}

/** Whose rights a token has, how few of them, and for how long. */
export function IssueToken({ known, close, issued }: Props) {
  const { t, word } = useWords();
  const issue = useDeed('issueToken');
  const people = useLive('listPeople', {}, { refetchInterval: false });
  const { said, setSaid, busy, run } = useAttempt();
  const [person, setPerson] = useState('');
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [days, setDays] = useState<number | null>(DAYS);
  const send = () => {
    if (person === '' || name.trim() === '' || scopes.length === 0 || days === null)
      return setSaid(t('tokens.incomplete'));
    const body = { person, name: name.trim(), scopes, days };
    void run(async () => issued((await issue.mutateAsync({ body })).token));
  };
  return (
    <Modal
      open
      title={t('tokens.issue')}
      okText={t('tokens.issue')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={send}
      onCancel={close}
    >
      <div className="form">
        <span>{t('tokens.person')}</span>
        <Select
          aria-label={t('tokens.person')}
          autoFocus
          showSearch
          optionFilterProp="label"
          {...(person !== '' && { value: person })}
          onChange={setPerson}
          options={(people.data?.items ?? [])
            .filter(({ active }) => active)
            .map(({ id, displayName }) => ({ value: id, label: `${displayName} (${id})` }))}
        />
        <label className="form" htmlFor="token-name">
          <span>{t('tokens.name')}</span>
          <Input
            id="token-name"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <span>{t('tokens.scopes')}</span>
        <Select
          mode="multiple"
          aria-label={t('tokens.scopes')}
          value={scopes}
          onChange={setScopes}
          optionFilterProp="label"
          options={known.map((value) => ({ value, label: word('right', value) }))}
        />
        <label className="form" htmlFor="token-days">
          <span>{t('tokens.days')}</span>
          <InputNumber id="token-days" min={1} max={MOST_DAYS} value={days} onChange={setDays} />
        </label>
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );
}
