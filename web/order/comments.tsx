import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useDeed } from '../live.js';
import { useMay, useMe } from '../me.js';
import { Panel } from '../parts/panel.js';
import { useTrouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { useNames } from './names.js';
import type { StoryItem } from './story.js';

type Said = Extract<StoryItem, { kind: 'comment' }>;

/** What colleagues say to each other about the order; customers never see it. */
export function Comments({ orderNo, items }: { orderNo: string; items: StoryItem[] }) {
  const { t } = useWords();
  const may = useMay('order.discuss');
  const said = items.filter((item) => item.kind === 'comment');
  return (
    <Panel title={t('comment.title')}>
      <p className="quiet">{t(said.length === 0 ? 'comment.empty' : 'comment.internal')}</p>
      <ul className="why">
        {said.map((item) => (
          <Comment key={item.comment.id} orderNo={orderNo} item={item} />
        ))}
      </ul>
      {may ? <Say orderNo={orderNo} /> : <p className="quiet">{t('comment.no_right')}</p>}
    </Panel>
  );
}

function Comment({ orderNo, item: { at, comment } }: { orderNo: string; item: Said }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const me = useMe();
  const nameOf = useNames(orderNo);
  const withdraw = useDeed('withdrawComment');
  const takeBack = () =>
    withdraw.mutate(
      { params: { orderNo, commentId: comment.id }, body: {} },
      { onError: (error) => void message.error(tell(error).sentence) },
    );
  return (
    <li className="story-line">
      <span className="raw">
        {comment.text ?? t(comment.withdrawnAt === null ? 'comment.hidden' : 'comment.withdrawn')}
      </span>
      <span className="quiet">
        {`${nameOf(comment.author)} (${word('department', comment.department)}) · `}
        <When at={at} />
        {comment.author === me.id && comment.withdrawnAt === null && (
          <Button type="link" size="small" loading={withdraw.isPending} onClick={takeBack}>
            {t('comment.withdraw')}
          </Button>
        )}
      </span>
    </li>
  );
}

function Say({ orderNo }: { orderNo: string }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const tell = useTrouble();
  const add = useDeed('addComment');
  const [text, setText] = useState('');
  const send = () =>
    add.mutate(
      { params: { orderNo }, body: { text: text.trim() } },
      {
        onSuccess: () => setText(''),
        onError: (error) => void message.error(tell(error).sentence),
      },
    );
  return (
    <div className="form">
      <Input.TextArea
        aria-label={t('comment.say')}
        placeholder={t('comment.say')}
        rows={2}
        maxLength={2000}
        showCount
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="buttons">
        <Button disabled={text.trim() === ''} loading={add.isPending} onClick={send}>
          {t('comment.send')}
        </Button>
      </div>
    </div>
  );
}
