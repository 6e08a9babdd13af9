import { useState } from 'react';
import type { Asked } from '../client.js';
import { Ask } from '../parts/ask.js';
import { useWords } from '../words.js';
import { RootCauseField } from './root-cause-field.js';
import type { RootCause } from './root-causes.js';
import { useCaseDeed } from './use-case-deed.js';

type Proof = Asked<'skipStep'>['body']['proof'];
const PROOFS: readonly Proof[] = ['signed_receipt', 'call_record', 'photo', 'document'];

/** Asks a second person to agree, on proof, that the step was done by other means. */
export function SkipAsk({ caseId, done }: { caseId: string; done: () => void }) {
  const { t } = useWords();
  const { send, busy } = useCaseDeed('skipStep', 'skip', done);
  const [cause, setCause] = useState<RootCause>();
  const [tried, setTried] = useState(false);
  const confirm = (code: string, note = '') => {
    setTried(true);
    const proof = PROOFS.find((known) => known === code);
    if (cause && proof) send({ params: { caseId }, body: { rootCause: cause, proof, note } });
  };
  return (
    <Ask
      title={t('case.skip')}
      group="proof"
      codes={PROOFS}
      label={t('case.proof_kind')}
      missing={t('case.proof_missing')}
      busy={busy}
      noteLabel={t('case.proof_where')}
      noteNeeded
      cancel={done}
      confirm={confirm}
    >
      <RootCauseField missing={tried && !cause} pick={setCause} />
      <p className="quiet">{t('case.skip_how')}</p>
    </Ask>
  );
}
