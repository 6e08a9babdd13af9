import { App, Button, QRCode } from 'antd';
import { useEffect, useState } from 'react';
import type { Answer } from '../client.js';
import { money } from '../format.js';
import { useDeed, useLive } from '../live.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import type { Result } from './result.js';

type Payment = Answer<'listPayments'>['items'][number];

const LOOK_MS = 1_000;
const QR_PIXELS = 240;

const isOpen = ({ state, scene }: Payment): boolean =>
  scene === 'counter' && (state === 'created' || state === 'pending');

interface Props {
  orderNo: string;
  currency: string;
  openMinor: number;
  done(result: Result): void;
}

/** A code that the payer scans; it stays through a reload, and its end shows by itself. */
export function ByProvider({ orderNo, currency, openMinor, done }: Props) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const ask = useDeed('requestPayment');
  const providers = useLive('listProviders', {}).data?.items ?? [];
  const payment = useWatchedPayment(orderNo, (amount) =>
    done({ sentence: t('till.received', { amount }), applied: true }),
  );
  const start = (provider: Payment['provider']) =>
    ask.mutate(
      { params: { orderNo }, body: { provider, scene: 'counter' } },
      { onError: (error) => void message.error(tell(error).sentence) },
    );
  if (openMinor <= 0 || currency !== 'CNY' || providers.length === 0) return null;
  return (
    <div className="till-provider">
      <div className="buttons">
        {providers.map(({ provider }) => (
          <Button
            key={provider}
            size="large"
            type={payment?.provider === provider ? 'default' : 'primary'}
            loading={ask.isPending}
            onClick={() => start(provider)}
          >
            {t('till.by', { provider: word('provider', provider) })}
          </Button>
        ))}
      </div>
      {payment && <Shown payment={payment} />}
    </div>
  );
}

/** The payment that is open here, and what it comes to once it was seen open. */
function useWatchedPayment(orderNo: string, paid: (amount: string) => void): Payment | undefined {
  const [watched, watch] = useState<string>();
  const items = useLive(
    'listPayments',
    { params: { orderNo } },
    watched === undefined ? {} : { refetchInterval: LOOK_MS },
  ).data?.items;
  const open = items?.find(isOpen);
  const payment = open ?? items?.find(({ paymentId }) => paymentId === watched);
  const state = payment?.state;
  useEffect(() => {
    if (open) watch(open.paymentId);
  }, [open]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when the payment has succeeded
  useEffect(() => {
    if (!payment || state !== 'succeeded') return;
    paid(money(payment.amountMinor, payment.currency));
    watch(undefined);
  }, [state]);
  return payment;
}

function Shown({ payment: { state, qr, amountMinor, currency, simulated } }: { payment: Payment }) {
  const { t } = useWords();
  const sentence = t('till.scan_this', { amount: money(amountMinor, currency) });
  if (state === 'failed' || state === 'closed') return <p className="late">{t('till.failed')}</p>;
  if (state === 'succeeded') return null;
  return (
    <div className="till-code">
      {qr === null ? (
        <p className="quiet">{t('till.placing')}</p>
      ) : (
        <>
          <QRCode
            aria-label={sentence}
            value={qr}
            size={QR_PIXELS}
            color="#000000"
            bgColor="#ffffff"
            bordered={false}
          />
          <p>{sentence}</p>
          {simulated && (
            <Button size="large" href={qr} target="_blank" rel="noreferrer">
              {t('till.simulated')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
