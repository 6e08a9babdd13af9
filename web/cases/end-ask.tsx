import { Modal } from 'antd';
import { useState } from 'react';
import { Ask } from '../parts/ask.js';
import { useWords } from '../words.js';
import { RootCauseField } from './root-cause-field.js';
import { ROOT_CAUSES, type RootCause, rootCauseOf } from './root-causes.js';
import { useCaseDeed } from './use-case-deed.js';

interface Props {
  caseId: string;
  done: () => void;
}

type Deed = 'retry' | 'retry_cancel' | 'give_up' | 'resolve';

/** Deeds that ask for the root cause, or for what was agreed with the customer. */
export function EndAsk({ deed, ...props }: Props & { deed: Deed }) {
  switch (deed) {
    case 'retry':
      return <Retry {...props} />;
    case 'retry_cancel':
      return <Unschedule {...props} />;
    case 'give_up':
      return <GiveUp {...props} />;
    case 'resolve':
      return <Resolve {...props} />;
  }
}

function Retry({ caseId, done }: Props) {
  const { t } = useWords();
  const { send, busy } = useCaseDeed('retryCase', 'retry', done);
  return (
    <Ask
      title={t('case.retry')}
      group="rootCause"
      codes={ROOT_CAUSES}
      label={t('case.root_cause')}
      missing={t('case.root_cause_missing')}
      busy={busy}
      cancel={done}
      confirm={(code, note) =>
        send({
          params: { caseId },
          body: { rootCause: rootCauseOf(code), ...(note !== undefined && { note }) },
        })
      }
    />
  );
}

function Unschedule({ caseId, done }: Props) {
  const { t } = useWords();
  const { send, busy } = useCaseDeed('retryCase', 'retry_cancel', done);
  const [cause, setCause] = useState<RootCause>();
  const [tried, setTried] = useState(false);
  const confirm = () => {
    setTried(true);
    if (cause) send({ params: { caseId }, body: { rootCause: cause, at: null } });
  };
  return (
    <Modal
      open
      title={t('case.retry_cancel')}
      okText={t('act.confirm')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={confirm}
      onCancel={done}
    >
      <div className="form">
        <RootCauseField missing={tried && !cause} pick={setCause} />
      </div>
    </Modal>
  );
}

function GiveUp({ caseId, done }: Props) {
  const { t } = useWords();
  const { send, busy } = useCaseDeed('giveUpCase', 'give_up', done);
  return (
    <Ask
      title={t('case.give_up')}
      group="rootCause"
      codes={ROOT_CAUSES}
      label={t('case.root_cause')}
      missing={t('case.root_cause_missing')}
      busy={busy}
      noteLabel={t('case.give_up_why')}
      noteNeeded
      cancel={done}
      confirm={(code, note = '') =>
        send({ params: { caseId }, body: { rootCause: rootCauseOf(code), note } })
      }
    >
      <p className="quiet">{t('case.give_up_how')}</p>
    </Ask>
  );
}

const RESOLUTIONS = ['settled', 'refunded', 'goods_returned', 'corrected', 'no_action'] as const;

function Resolve({ caseId, done }: Props) {
  const { t } = useWords();
  const { send, busy } = useCaseDeed('resolveCase', 'resolve', done);
  const [cause, setCause] = useState<RootCause>();
  const [tried, setTried] = useState(false);
  const confirm = (resolution: string, note: string | undefined) => {
    setTried(true);
    if (!cause) return;
    const more = note === undefined ? {} : { note };
    send({ params: { caseId }, body: { resolution, rootCause: cause, ...more } });
  };
  return (
    <Ask
      title={t('case.resolve')}
      group="resolution"
      codes={RESOLUTIONS}
      label={t('case.resolution')}
      missing={t('case.resolution_missing')}
      busy={busy}
      cancel={done}
      confirm={confirm}
    >
      <RootCauseField missing={tried && !cause} pick={setCause} />
    </Ask>
  );
}
