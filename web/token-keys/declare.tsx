import { Link } from '@tanstack/react-router';
import { Alert, Checkbox, Input, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useDeed, useLive } from '../live.js';
import { useAttempt } from '../parts/attempt.js';
import { Trouble } from '../parts/trouble.js';
import { useWords } from '../words.js';

type Key = Answer<'listTokenKeys'>['items'][number];
type Exposure = Answer<'previewExposure'>;
const SHOWN = 20;

/** Now, as the field of a moment writes it. */
function thisMinute(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A date, what would follow from it order by order, and only then the deed. */
export function DeclareCompromise({ codeKey, close }: { codeKey: Key; close(): void }) {
  const { t } = useWords();
  const params = { keyId: codeKey.keyId };
  const open = useLive('previewExposure', { params, query: { limit: SHOWN } });
  const declare = useDeed('declareCompromise');
  const { said, setSaid, busy, run } = useAttempt();
  const [at, setAt] = useState(thisMinute);
  const [looked, setLooked] = useState(false);
  const send = () => {
    const moment = new Date(at);
    if (!open.data || !looked || Number.isNaN(moment.getTime())) return setSaid(t('keys.look_first'));
    const body = { at: moment.toISOString(), seen: open.data.open };
    void run(async () => {
      await declare.mutateAsync({ params, body });
      close();
    });
  };
  return (
    <Modal
      open
      title={t('keys.declare_one', { key: codeKey.keyId })}
      okText={t('keys.declare_and_renew')}
      okButtonProps={{ danger: true }}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={send}
      onCancel={close}
    >
      <div className="form">
        <label htmlFor="compromised-at">{t('keys.at')}</label>
        <Input
          id="compromised-at"
          type="datetime-local"
          value={at}
          onChange={(event) => setAt(event.target.value)}
        />
        <span className="quiet">{t('keys.at_means')}</span>
        {open.error && !open.data && <Trouble error={open.error} again={open.again} />}
        {open.data ? <Preview exposure={open.data} /> : <Skeleton active />}
        <Checkbox checked={looked} onChange={(event) => setLooked(event.target.checked)}>
          {t('keys.looked', { count: open.data?.open ?? 0 })}
        </Checkbox>
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );
}

function Preview({ exposure }: { exposure: Exposure }) {
  const { t, word } = useWords();
  const { open, closed, orders } = exposure;
  const hidden = open - orders.items.length;
  return (
    <>
      <p role="status">
        <b>{t('keys.open', { count: open })}</b>
        <br />
        {t('keys.closed', { count: closed })}
      </p>
      {orders.items.length > 0 && (
        <ul className="rows" aria-label={t('keys.open', { count: open })}>
          {orders.items.map(({ orderNo, state, printed }) => (
            <li key={orderNo}>
              <Link to="/orders/$orderNo" params={{ orderNo }} className="mono">
                {orderNo}
              </Link>
              <span className="quiet">
                {word('state', state)}
                {printed && ` · ${t('keys.by_label')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && <span className="quiet">{t('keys.more', { count: hidden })}</span>}
    </>
  );
}
