import { useCallback, useEffect, useState } from 'react';
import { moment } from '../format.js';
import { ask, type CustomerPage, Refused } from './ask.js';
import { useAttempt } from './attempt.js';
import { Contact } from './contact.js';
import { Copy, keptCopy, Offline } from './copy.js';
import { Confirm, Misuse, Problem } from './deeds.js';
import { Card, Frame } from './frame.js';
import { Order } from './order.js';
import { Pay } from './pay.js';
import { Proof } from './proof.js';
import { useSpeech } from './speech.js';

/** What the page knows: nothing yet, an open code, one that is not valid, none at all. */
type Seen =
  | { kind: 'opening' | 'none' | 'left' }
  | { kind: 'invalid' }
  | { kind: 'open'; page: CustomerPage; at: string };

/** The token goes from the address to the server and stays in neither address nor history (P3.1.3). */
function takeToken(): string | undefined {
  const { hash, pathname } = window.location;
  const token = hash.slice(1);
  if (pathname.toLowerCase().startsWith('/q') && pathname + hash !== '/q/')
    window.history.replaceState(null, '', '/q/');
  return token === '' ? undefined : token;
}

const FIRST_TOKEN = takeToken();

async function look(token: string | undefined): Promise<Seen> {
  if (token !== undefined && !(await ask('openCustomerPage', { token })).valid) return { kind: 'invalid' };
  try {
    return { kind: 'open', page: await ask('showCustomerOrder'), at: new Date().toISOString() };
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'customer_session_missing')) throw error;
    const kept = token === undefined ? keptCopy() : undefined;
    return kept ? look(kept.token) : { kind: 'none' };
  }
}

/** The page of one code. */
export function Page() {
  const { t } = useSpeech();
  const [seen, setSeen] = useState<Seen>({ kind: 'opening' });
  const { said, run } = useAttempt();
  const open = () =>
    run(async () => {
      setSeen(await look(FIRST_TOKEN));
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => void open(), []);
  const refresh = useCallback(async () => setSeen(await look(undefined)), []);
  const leave = () =>
    run(async () => {
      await ask('leaveCustomerPage');
      setSeen({ kind: 'left' });
    });
  return (
    <Frame title={t('page.title')}>
      {said !== undefined && (
        <Card>
          <p role="alert">{said}</p>
          {seen.kind === 'opening' && <Offline />}
          <button type="button" onClick={() => void open()}>
            {t('page.again')}
          </button>
        </Card>
      )}
      {said === undefined && seen.kind === 'opening' && <p role="status">{t('page.loading')}</p>}
      {seen.kind === 'none' && <Card>{t('page.scan')}</Card>}
      {seen.kind === 'left' && <Card>{t('page.left')}</Card>}
      {seen.kind === 'invalid' && (
        <Card>
          <p role="alert" className="verdict bad">
            {t('real.no')}
          </p>
          <p>{t('real.advice')}</p>
        </Card>
      )}
      {seen.kind === 'open' && <Open {...seen} refresh={refresh} leave={leave} />}
    </Frame>
  );
}

interface Opened {
  page: CustomerPage;
  at: string;
  refresh: () => Promise<void>;
  leave: () => Promise<void>;
}

function Open({ page, at, refresh, leave }: Opened) {
  const { t, language } = useSpeech();
  const { status, expiresAt, opened, order } = page;
  const until = moment(expiresAt, language);
  return (
    <>
      <Card>
        <p className="verdict good">{t('real.yes')}</p>
        <p className="status">{t(`status.${status}`)}</p>
        <p>
          <small>{t('real.told', { at: moment(at, language), until })}</small>
        </p>
        {opened.last !== null && (
          <p>
            <small>{t('real.opened', { times: opened.times, last: moment(opened.last, language) })}</small>
          </p>
        )}
        <Misuse />
      </Card>
      {order === null && <Proof onProven={refresh} />}
      {order !== null && (
        <>
          {order.payBy.length > 0 && <Pay order={order} onPaid={refresh} />}
          {order.mayConfirm && <Confirm onDone={refresh} />}
          <Order order={order} />
          <Problem open={status === 'in_question'} onDone={refresh} />
          <Contact />
        </>
      )}
      <Copy token={FIRST_TOKEN} />
      <button type="button" className="quiet" onClick={() => void leave()}>
        {t('page.leave')}
      </button>
    </>
  );
}
