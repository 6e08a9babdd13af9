import { useEffect, useState } from 'react';
import { moment, money } from '../format.js';
import { type Answer, ask, type CustomerPage } from './ask.js';
import { useAttempt } from './attempt.js';
import { Said } from './deeds.js';
import { Card } from './frame.js';
import { useSpeech } from './speech.js';

type Order = NonNullable<CustomerPage['order']>;
type Payment = NonNullable<Answer<'showCustomerPayment'>['payment']>;
type Provider = Payment['provider'];

const LOOK_AGAIN_MS = 2_000;
/** Where a wallet is at hand its own page is opened; elsewhere a phone scans the code. */
const scene = matchMedia('(pointer: coarse)').matches ? 'phone' : 'counter';
/** Wallets of others do not open inside WeChat, and its own page of this kind neither. */
const insideWechat = /MicroMessenger/i.test(navigator.userAgent);

const isUnderWay = ({ state }: Payment): boolean => state === 'created' || state === 'pending';

interface Paying {
  order: Order;
  onPaid: () => Promise<void>;
}

/** What is still to be paid, by whichever provider the customer likes; tells by itself when the money came (P3.1.3). */
export function Pay({ order, onPaid }: Paying) {
  const { t } = useSpeech();
  const { busy, said, run } = useAttempt();
  const [payment, setPayment] = useState<Payment>();
  const [choosing, setChoosing] = useState(false);
  const look = async () => {
    const { payment: now } = await ask('showCustomerPayment');
    setPayment(now ?? undefined);
    return now;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the card opens
  useEffect(() => void run(look), []);
  const begin = (provider: Provider) =>
    run(async () => {
      await ask('payByCustomer', { provider, scene });
      await look();
      setChoosing(false);
    });
  const underWay = payment !== undefined && isUnderWay(payment) && !choosing;
  return (
    <Card title={t('pay.title')}>
      <p className="status">{money(order.owedMinor, order.currency)}</p>
      {underWay && <UnderWay payment={payment} look={look} onPaid={onPaid} />}
      {underWay && (
        <button type="button" className="quiet" onClick={() => setChoosing(true)}>
          {t('pay.otherwise')}
        </button>
      )}
      {!underWay && payment !== undefined && !isUnderWay(payment) && <Ended payment={payment} />}
      {!underWay &&
        order.payBy.map((provider) => (
          <p key={provider}>
            <button type="button" className="main" disabled={busy} onClick={() => void begin(provider)}>
              {t('pay.by', { provider: t(`pay.${provider}`) })}
            </button>
          </p>
        ))}
      <Said said={said} />
    </Card>
  );
}

interface Watched {
  payment: Payment;
  look: () => Promise<Payment | null>;
  onPaid: () => Promise<void>;
}

/** An attempt that the customer can pay now. */
function UnderWay({ payment, look, onPaid }: Watched) {
  const { t, language } = useSpeech();
  const said = useWatch({ payment, look, onPaid });
  const { paymentId, state, link, qr, provider, amountMinor, currency, code, simulated, expiresAt } = payment;
  if (state === 'created')
    return (
      <>
        <p role="status">{t(code === null ? 'pay.created' : 'pay.silent')}</p>
        <Said said={said} />
      </>
    );
  const name = t(`pay.${provider}`);
  const until = moment(expiresAt, language);
  return (
    <>
      {qr !== null && scene === 'counter' && (
        <>
          <img
            className="symbol"
            alt={t('pay.scan', { provider: name })}
            src={`/customer/payments/${paymentId}/code.svg`}
          />
          <p>{t('pay.scan', { provider: name })}</p>
        </>
      )}
      {link !== null && (
        <a className="main" href={link} target="_blank" rel="noreferrer">
          {t('pay.open', { provider: name, amount: money(amountMinor, currency) })}
        </a>
      )}
      {insideWechat && !simulated && <p>{t('pay.inside_wechat')}</p>}
      <p role="status">{t('pay.pending', { until })}</p>
      {simulated && <p>{t('pay.simulated')}</p>}
      <Said said={said} />
    </>
  );
}

/** Looks again every moment until the attempt has ended, and tells of a network that is away. */
function useWatch({ payment, look, onPaid }: Watched): string | undefined {
  const { said, run } = useAttempt();
  const watched = async () => {
    if ((await look())?.state === 'succeeded') await onPaid();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: one watch an attempt and state
  useEffect(() => {
    const again = setInterval(() => void run(watched), LOOK_AGAIN_MS);
    return () => clearInterval(again);
  }, [payment.paymentId, payment.state]);
  return said;
}

const UNCLEAR = ['amount_differs', 'currency_differs', 'paid_twice'];

/** Why there is nothing to pay at the last attempt any more; money that does not fit is for people to sort out. */
function Ended({ payment: { state, code } }: { payment: Payment }) {
  const { t } = useSpeech();
  if (state === 'succeeded') return null;
  const why = code !== null && UNCLEAR.includes(code) ? 'unclear' : state === 'closed' ? 'closed' : 'failed';
  return (
    <p role="alert" className="bad">
      {t(`pay.${why}`)}
    </p>
  );
}
