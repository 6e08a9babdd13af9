import { Link } from '@tanstack/react-router';
import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useMay, useMe } from '../me.js';
import { Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';

type Incident = Answer<'showIncident'>;
const MOST = 4000;

/** What is known about a cause: how it is mended and who has it. A stale edit overwrites nothing. */
export function Fix({ causeKey, linked = false }: { causeKey: string; linked?: boolean }) {
  const { t } = useWords();
  const may = useMay('case.retry');
  const one = useLive('showIncident', { params: { causeKey } });
  const [editing, setEditing] = useState(false);
  if (!one.data) return null;
  return (
    <Panel
      title={t('incidents.fix')}
      extra={
        !editing && (
          <Button
            size="small"
            disabled={!may}
            title={may ? '' : t('case.no_right')}
            onClick={() => setEditing(true)}
          >
            {t('fix.edit')}
          </Button>
        )
      }
    >
      {editing ? (
        <Write one={one.data} done={() => setEditing(false)} />
      ) : (
        <>
          <p className={one.data.knownFix === null ? 'quiet' : 'wrap said'}>
            {one.data.knownFix ?? t('fix.none')}
          </p>
          <p className="quiet">
            {one.data.assignedTo === null ? t('fix.nobody') : t('fix.of', { who: one.data.assignedTo })}
          </p>
        </>
      )}
      {linked && (
        <Link to="/incidents/$causeKey" params={{ causeKey }}>
          {`${t('incidents.count')} ${one.data.cases}`}
        </Link>
      )}
    </Panel>
  );
}

/** Keeps the version that was read when the writing began. */
function Write({ one, done }: { one: Incident; done: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const { id } = useMe();
  const edit = useDeed('editIncident');
  const [begun] = useState(one);
  const [text, setText] = useState(one.knownFix ?? '');
  const [mine, setMine] = useState(one.assignedTo === id);
  const assignedTo = mine ? id : begun.assignedTo === id ? null : begun.assignedTo;
  const knownFix = text.trim() === '' ? null : text.trim();
  const save = () =>
    edit.mutate(
      { params: { causeKey: one.causeKey }, body: { version: begun.noteVersion, assignedTo, knownFix } },
      {
        onSuccess: () => {
          void message.success(t('fix.saved'));
          done();
        },
        onError: (error) => void message.error(tell(error).sentence),
      },
    );
  return (
    <div className="form">
      <Input.TextArea
        aria-label={t('fix.label')}
        placeholder={t('fix.label')}
        rows={4}
        maxLength={MOST}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Checkbox checked={mine} onChange={(event) => setMine(event.target.checked)}>
        {t('fix.mine')}
      </Checkbox>
      <div className="buttons">
        <Button type="primary" loading={edit.isPending} onClick={save}>
          {t('fix.save')}
        </Button>
        <Button onClick={done}>{t('act.cancel')}</Button>
      </div>
    </div>
  );
}
