import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { type Answer, send } from '../client.js';
import { useDeed } from '../live.js';
import { useTrouble } from '../parts/trouble.js';
import { useWords } from '../words.js';

type Checked = Answer<'checkBulk'>['items'];

/** Approves several reviews of one reason: each is checked before, and each has its own outcome. */
export function Bulk({ ids, reason, done }: { ids: readonly string[]; reason: string; done(): void }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const client = useQueryClient();
  const approving = useDeed('approveBulk');
  const [items, setItems] = useState<Checked>();
  const failed = (error: Error) => void message.error(tell(error).sentence);
  const check = () =>
    void send('checkBulk', { query: { reviews: ids.join(','), reason } }).then(
      (answer) => setItems(answer.items),
      failed,
    );
  const good = (items ?? []).filter(({ refusal }) => refusal === null);
  const approve = () => {
    const asked = good.map(({ reviewId, materialFact }) => ({ reviewId, materialFact: materialFact ?? 0 }));
    approving.mutate({ body: { reason, items: asked } }, { onSuccess: tellOutcome, onError: failed });
  };
  const tellOutcome = ({ items: ended }: Answer<'approveBulk'>) => {
    const refused = ended.filter(({ refusal }) => refusal !== null).length;
    void message.info(t('bulk.outcome', { approved: ended.length - refused, refused }));
    setItems(
      (items ?? []).map((one) => ({ ...one, refusal: outcomeOf(ended, one.reviewId) ?? one.refusal })),
    );
    void client.invalidateQueries();
    done();
    if (refused === 0) setItems(undefined);
  };
  return (
    <>
      <Button disabled={ids.length === 0} onClick={check}>
        {t('bulk.approve', { count: ids.length })}
      </Button>
      {items && (
        <Modal
          open
          title={t('bulk.title', { reason: word('risk', reason) })}
          okText={t('bulk.confirm', { count: good.length })}
          okButtonProps={{ disabled: good.length === 0, loading: approving.isPending }}
          cancelText={t('act.cancel')}
          onOk={approve}
          onCancel={() => setItems(undefined)}
        >
          <p>{t('bulk.hint')}</p>
          <ul className="records">
            {items.map((one) => (
              <li key={one.reviewId}>
                <span className="mono">{one.orderNo ?? one.reviewId}</span>
                <span className={one.refusal === null ? 'good' : 'late'}>
                  {one.refusal === null ? `✓ ${t('bulk.may')}` : `✗ ${word('bulkRefusal', one.refusal)}`}
                </span>
              </li>
            ))}
          </ul>
        </Modal>
      )}
    </>
  );
}

const outcomeOf = (ended: Answer<'approveBulk'>['items'], id: string): string | null | undefined =>
  ended.find(({ reviewId }) => reviewId === id)?.refusal;
