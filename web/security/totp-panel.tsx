import { Alert, Button, Input, Modal } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Panel } from '../parts/panel.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { RecoveryCodes } from './recovery-codes.js';

type Offer = Answer<'offerTotp'>;

/** An authenticator app: on, off, or being set up. */
export function TotpPanel({ security }: { security: Answer<'showSecurity'> }) {
  const { t } = useWords();
  const offer = useDeed('offerTotp');
  const remove = useDeed('removeTotp');
  const { said, busy, run } = useAttempt();
  const [offered, setOffered] = useState<Offer>();
  const [codes, setCodes] = useState<string[]>([]);
  const { totpSince } = security;
  return (
    <Panel title={t('totp.title')}>
      <p className="quiet">{t('totp.what')}</p>
      {totpSince ? (
        <p>
          <span className="good">{t('totp.on')}</span> <When at={totpSince} />
        </p>
      ) : (
        <p>{t('totp.off')}</p>
      )}
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      {totpSince ? (
        <Button danger loading={busy} onClick={() => void run(() => remove.mutateAsync({}))}>
          {t('totp.remove')}
        </Button>
      ) : (
        <Button
          type="primary"
          loading={busy}
          onClick={() => void run(async () => setOffered(await offer.mutateAsync({})))}
        >
          {t('totp.enrol')}
        </Button>
      )}
      {offered && (
        <Enrolment
          offer={offered}
          done={(recoveryCodes) => {
            setOffered(undefined);
            setCodes(recoveryCodes);
          }}
          cancel={() => setOffered(undefined)}
        />
      )}
      <RecoveryCodes codes={codes} close={() => setCodes([])} />
    </Panel>
  );
}

function Enrolment(props: { offer: Offer; done(recoveryCodes: string[]): void; cancel(): void }) {
  const { offer, done, cancel } = props;
  const { t } = useWords();
  const confirm = useDeed('confirmTotp');
  const [code, setCode] = useState('');
  const { said, busy, run } = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { code: code.replaceAll(/\s/g, '') };
    void run(async () => done((await confirm.mutateAsync({ body })).recoveryCodes));
  };
  return (
    <Modal open title={t('totp.enrol')} footer={null} onCancel={cancel}>
      <form className="form" onSubmit={submit}>
        <p>{t('totp.scan')}</p>
        <div className="symbol">
          <img
            width={220}
            height={220}
            alt={t('totp.symbol')}
            src={`data:image/svg+xml,${encodeURIComponent(offer.symbol)}`}
          />
        </div>
        <p className="quiet">
          {t('totp.type')} <span className="mono secret">{offer.secret}</span>
        </p>
        <label className="form" htmlFor="totp-code">
          <span>{t('totp.code')}</span>
          <Input
            id="totp-code"
            className="mono"
            autoFocus
            required
            size="large"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </label>
        {said && <Alert type="error" showIcon role="alert" title={said} />}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('totp.confirm')}
        </Button>
      </form>
    </Modal>
  );
}
