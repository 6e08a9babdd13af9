import { App, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Answer, Asked } from '../client.js';
import { minorOf, places } from '../format.js';
import { useDeed } from '../live.js';
import { useMe } from '../me.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';
import { type FactAsked, recordsOf } from './records-of.js';

type Body = Asked<'stateFact'>['body'];

interface Props {
  order: Pick<Answer<'showOrder'>, 'orderNo' | 'currency'>;
  /** What is proposed: the fact that the order waits for, and its amount ("CNY 120.00"). */
  fact?: FactAsked | undefined;
  amount?: string | undefined;
  done: () => void;
}

/** Records what happened: one fact, with its amount where it has one. */
export function RecordAsk({ order, done, ...proposed }: Props) {
  const { t, word } = useWords();
  const { rights } = useMe();
  const { message } = App.useApp();
  const tell = useTrouble();
  const state = useDeed('stateFact');
  const mine = recordsOf(rights);
  const [fact, setFact] = useState<FactAsked>(proposed.fact ?? mine[0] ?? 'shipped');
  const [amount, setAmount] = useState<string | null>(proposed.amount?.split(' ')[1] ?? null);
  const [note, setNote] = useState('');
  const paid = fact === 'payment_received' || fact === 'payment_refunded';
  const body = bodyOf(fact, amount, order.currency, note);
  const send = () => {
    if (!body) return;
    state.mutate(
      { params: { orderNo: order.orderNo }, body },
      {
        onSuccess: () => {
          void message.success(t('act.done', { what: word('fact', fact) }));
          done();
        },
        onError: (error) => void message.error(tell(error).sentence),
      },
    );
  };
  return (
    <Modal
      open
      title={t('record.title')}
      okText={t('record.confirm')}
      cancelText={t('act.cancel')}
      confirmLoading={state.isPending}
      okButtonProps={{ disabled: !body, className: 'big' }}
      onOk={send}
      onCancel={done}
    >
      <div className="form">
        <span>{t('record.what')}</span>
        <Select
          aria-label={t('record.what')}
          value={fact}
          onChange={setFact}
          options={mine.map((value) => ({ value, label: word('fact', value) }))}
        />
        {paid && (
          <>
            <span>{t('record.amount', { currency: order.currency })}</span>
            <InputNumber
              stringMode
              aria-label={t('record.amount', { currency: order.currency })}
              className="wide"
              inputMode="decimal"
              min="0"
              precision={places(order.currency)}
              value={amount}
              onChange={setAmount}
            />
          </>
        )}
        {fact === 'shipped' && <span className="quiet">{t('record.all_left')}</span>}
        <span>{t('act.note')}</span>
        <Input.TextArea
          aria-label={t('act.note')}
          rows={2}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Modal>
  );
}

function bodyOf(type: FactAsked, amount: string | null, currency: string, note: string): Body | undefined {
  const more = note.trim() === '' ? {} : { note: note.trim() };
  if (type !== 'payment_received' && type !== 'payment_refunded') return { type, ...more };
  const amountMinor = amount === null ? undefined : minorOf(amount, currency);
  return amountMinor ? { type, amountMinor, currency, ...more } : undefined;
}
