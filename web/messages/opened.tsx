import { Drawer, Skeleton } from 'antd';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { Fields } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { Letter } from './letter.js';

const WIDTH_PX = 720;

/** One caught message: to whom, what, what the house recorded of it. */
export function Opened({ id, close }: { id: string; close: () => void }) {
  const { t } = useWords();
  const { data, error, again } = useLive('showInbox', { params: { caughtId: id } });
  return (
    <Drawer
      open
      size={Math.min(WIDTH_PX, window.innerWidth)}
      title={data?.title ?? t('messages.inbox')}
      onClose={close}
    >
      {error && !data ? (
        <Trouble error={error} again={again} />
      ) : data ? (
        <Body one={data} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  );
}

function Body({ one }: { one: Answer<'showInbox'> }) {
  const { t, word } = useWords();
  const { message, attachments } = one;
  return (
    <>
      <Fields
        rows={[
          [t('inbox.to'), one.to.join(', ')],
          [t('inbox.state'), message ? word('messageStatus', message.status) : t('inbox.unknown')],
          [t('inbox.template'), message?.templateVersion ?? '—'],
          [word('channel', one.channel), <When key="at" at={one.at} />],
        ]}
      />
      {one.html === '' ? <p className="letter-text">{one.text}</p> : <Letter html={one.html} />}
      {attachments.length > 0 && (
        <>
          <h3>{t('inbox.attachments')}</h3>
          <ul className="records">
            {attachments.map(({ filename, contentType, contentBase64 }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a caught message never changes
              <li key={index}>
                <img
                  src={`data:${contentType};base64,${contentBase64}`}
                  alt={filename ?? contentType}
                  width={160}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
