import { App, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Asked } from '../client.js';
import { useDeed } from '../live.js';
import type { Me } from '../me.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';

type Offer = Asked<'offerTransfer'>['body'];
type Department = Me['department'];

const DEPARTMENTS: readonly Department[] = [
  'order_desk',
  'sales',
  'customer_service',
  'finance',
  'logistics',
  'review',
  'technology',
  'management',
  'archive',
];

/** Who takes over: a department, a carrier by name, or the customer. */
export function OfferAsk({ orderNo, cancel }: { orderNo: string; cancel: () => void }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const offer = useDeed('offerTransfer');
  const [to, setTo] = useState<string>('logistics');
  const [carrier, setCarrier] = useState('');
  const [note, setNote] = useState('');
  const send = () => {
    const body = offerOf(to, carrier, note);
    if (!body) return;
    offer.mutate(
      { params: { orderNo }, body },
      {
        onSuccess: () => {
          void message.success(t('act.done', { what: t('action.offer_transfer') }));
          cancel();
        },
        onError: (error) => void message.error(tell(error).sentence),
      },
    );
  };
  return (
    <Modal
      open
      title={t('action.offer_transfer')}
      okText={t('act.confirm')}
      cancelText={t('act.cancel')}
      confirmLoading={offer.isPending}
      okButtonProps={{ disabled: to === 'carrier' && carrier.trim() === '' }}
      onOk={send}
      onCancel={cancel}
    >
      <div className="form">
        <span>{t('act.to')}</span>
        <Select
          aria-label={t('act.to')}
          value={to}
          onChange={setTo}
          options={[
            ...DEPARTMENTS.map((value) => ({ value: value as string, label: word('department', value) })),
            { value: 'carrier', label: t('to.carrier') },
            { value: 'customer', label: t('to.customer') },
          ]}
        />
        {to === 'carrier' && (
          <Input
            aria-label={t('act.carrier')}
            placeholder={t('act.carrier')}
            maxLength={80}
            onChange={(event) => setCarrier(event.target.value)}
          />
        )}
        <span>{t('act.note')}</span>
        <Input.TextArea
          aria-label={t('act.note')}
          rows={3}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Modal>
  );
}

function offerOf(to: string, carrier: string, note: string): Offer | undefined {
  const more = note.trim() === '' ? {} : { note: note.trim() };
  if (to === 'customer') return { toKind: 'customer', ...more };
  if (to === 'carrier') return { toKind: 'carrier', toName: carrier.trim(), ...more };
  const department = DEPARTMENTS.find((one) => one === to);
  return department && { toKind: 'department', toName: department, ...more };
}
