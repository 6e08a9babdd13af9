import { Alert, Button, Empty, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { type Answer, Refused } from '../client.js';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import { AsOf } from '../parts/as-of.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { Opened } from './opened.js';
import { Tabs } from './tabs.js';

type Caught = Answer<'listInbox'>['items'][number];
const EVERY_MS = 3_000;

/** Every message that left the house on this machine, as its reader sees it. */
export function InboxScreen() {
  const { t } = useWords();
  const may = useMay('message.read');
  const { data, error, again, asOfMs, slow } = useLive(
    'listInbox',
    {},
    { enabled: may, refetchInterval: EVERY_MS },
  );
  const [open, setOpen] = useState<string>();
  if (!may) return <Alert type="info" showIcon title={t('inbox.no_right')} />;
  return (
    <>
      <div className="head">
        <h1>{t('messages.inbox')}</h1>
        {data && <AsOf ms={asOfMs} stale={error !== null} />}
      </div>
      <Tabs />
      {error && !data ? (
        <Off error={error} again={again} />
      ) : !data ? (
        slow && <Skeleton active />
      ) : (
        <section className="panel" aria-label={t('messages.inbox')}>
          <p className="quiet">{t('inbox.what')}</p>
          {data.items.length === 0 && <Empty description={t('inbox.empty')} />}
          <ul className="rows">
            {data.items.map((one) => (
              <Row key={one.id} one={one} open={() => setOpen(one.id)} />
            ))}
          </ul>
        </section>
      )}
      {open !== undefined && <Opened id={open} close={() => setOpen(undefined)} />}
    </>
  );
}

function Off({ error, again }: { error: Error; again: () => void }) {
  if (error instanceof Refused && error.code === 'inbox_off')
    return <Alert type="info" showIcon title={error.sentence} />;
  return <Trouble error={error} again={again} />;
}

function Row({ one, open }: { one: Caught; open: () => void }) {
  const { t, word } = useWords();
  const kind = one.message ? word('letter', one.message.template) : t('inbox.unknown');
  const what = `${kind} ${one.orderNo ?? ''}`;
  return (
    <li>
      <span>
        <Button type="link" className="row-link" aria-label={t('inbox.open', { what })} onClick={open}>
          {kind}
        </Button>
        <span className="mono">{one.orderNo}</span>
        <br />
        <span className="quiet">
          {word('channel', one.channel)} · <When at={one.at} />
        </span>
      </span>
      <span>
        {one.duplicate && <Tag color="red">{t('inbox.duplicate')}</Tag>}
        {one.message && <Tag>{word('messageStatus', one.message.status)}</Tag>}
      </span>
    </li>
  );
}
