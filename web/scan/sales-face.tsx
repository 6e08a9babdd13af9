import { EyeOutlined, PrinterOutlined, SendOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useDeed, useLive } from '../live.js';
import { useMay } from '../me.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { MoneyFields, type Of } from './face-parts.js';
import { ShowCustomer } from './show-customer.js';

const PrintDialog = lazy(async () => ({
  default: (await import('../print/print-dialog.js')).PrintDialog,
}));

/** What sales show a customer, and a code that was lost: sent again or printed again (P3.2.1). */
export function SalesFace({ orderNo, currency, face }: Of<'sales'>) {
  const { t } = useWords();
  const mayPrint = useMay('code.print');
  const [open, setOpen] = useState<'show' | 'print'>();
  const close = () => setOpen(undefined);
  return (
    <section aria-label={t('face.sales')} className="face">
      <MoneyFields sums={face} currency={currency} />
      <div className="buttons">
        <Button size="large" icon={<EyeOutlined />} onClick={() => setOpen('show')}>
          {t('face.show_customer')}
        </Button>
        <Button
          size="large"
          icon={<PrinterOutlined />}
          disabled={!mayPrint || !face.code}
          title={mayPrint ? '' : t('face.no_print')}
          onClick={() => setOpen('print')}
        >
          {t('face.reprint')}
        </Button>
        <Resend orderNo={orderNo} />
      </div>
      {open === 'show' && <ShowCustomer orderNo={orderNo} currency={currency} face={face} close={close} />}
      {open === 'print' && (
        <Suspense>
          <PrintDialog orderNo={orderNo} close={close} />
        </Suspense>
      )}
    </section>
  );
}

const ENDED: readonly string[] = ['sent', 'failed', 'unknown', 'bounced'];

/** The code goes again, whether its message was lost or its reader lost it; one on its way does not, and says so. */
function Resend({ orderNo }: { orderNo: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const may = useMay('message.resend');
  const resend = useDeed('resendMessage');
  const story = useLive('showTimeline', { params: { orderNo } }).data;
  const last = story?.items
    .flatMap((item) => (item.kind === 'message' ? [item.message] : []))
    .findLast(({ template, channel }) => template === 'code_issued' && channel !== 'page');
  const ended = last !== undefined && ENDED.includes(last.status);
  const why = !may ? 'face.no_resend' : last === undefined ? 'face.never_sent' : 'face.under_way';
  const send = () =>
    last &&
    resend.mutate(
      { params: { orderNo, messageId: last.id }, body: {} },
      {
        onSuccess: () => void message.success(t('act.done', { what: t('face.resend') })),
        onError: (error) => void message.error(tell(error).sentence),
      },
    );
  return (
    <>
      <Button
        size="large"
        icon={<SendOutlined />}
        disabled={!may || !ended}
        loading={resend.isPending}
        onClick={send}
      >
        {t('face.resend')}
      </Button>
      {story && !(may && ended) && <p className="quiet">{t(why)}</p>}
    </>
  );
}
