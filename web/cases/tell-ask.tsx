import { Modal, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import type { Asked } from '../client.js';
import { useLive } from '../live.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { useCaseDeed } from './use-case-deed.js';

type Progress = Asked<'tellProgress'>['body']['progress'];
const PROGRESS: readonly Progress[] = ['received', 'investigating', 'waiting_for_you', 'settled'];

/** The letter to the customer, word for word in both languages, before anybody sends it (P6.3.3). */
export function TellAsk({ caseId, done }: { caseId: string; done: () => void }) {
  const { t, word } = useWords();
  const letters = useLive('previewProgress', { params: { caseId } });
  const { send, busy } = useCaseDeed('tellProgress', 'tell', done);
  const [progress, setProgress] = useState<Progress>('received');
  const letter = letters.data?.items.find((one) => one.progress === progress);
  const channel = letters.data?.channel ?? null;
  return (
    <Modal
      open
      title={t('case.tell')}
      okText={t('tell.send')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      okButtonProps={{ disabled: channel === null }}
      onOk={() => send({ params: { caseId }, body: { progress } })}
      onCancel={done}
    >
      <div className="form">
        <span>{t('tell.which')}</span>
        <Segmented
          vertical
          aria-label={t('tell.which')}
          value={progress}
          onChange={setProgress}
          options={PROGRESS.map((value) => ({ value, label: word('progress', value) }))}
        />
        {letters.error && <Trouble error={letters.error} again={letters.again} />}
        {!letter && !letters.error && <Skeleton active paragraph={{ rows: 3 }} />}
        {letter && (
          <section aria-label={t('tell.preview')}>
            <p className="quiet">{t('tell.preview')}</p>
            <div className="letter">
              <b>{letter.subject}</b>
              <p lang="zh-CN">{letter.zh}</p>
              <p lang="en">{letter.en}</p>
            </div>
            <p className={channel === null ? 'late' : 'quiet'}>
              {channel === null ? t('tell.nothing') : t('tell.by', { channel: word('channel', channel) })}
            </p>
          </section>
        )}
      </div>
    </Modal>
  );
}
