import { Alert, Button, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import type { Answer } from '../client.js';
import { useLive } from '../live.js';
import { useMay } from '../me.js';
import { Trouble } from '../parts/trouble.js';
import { When } from '../parts/when.js';
import { useWords } from '../words.js';
import { Tabs } from './tabs.js';
import { TemplateEditor } from './template-editor.js';

type Template = Answer<'listTemplates'>['items'][number];

/** The words of messages by kind and channel; each opens for a preview, and for its administrator to change. */
export function TemplatesScreen() {
  const { t } = useWords();
  const may = useMay('message.read');
  const { data, error, again, slow } = useLive('listTemplates', {}, { enabled: may });
  const [open, setOpen] = useState<Template>();
  if (!may) return <Alert type="info" showIcon title={t('inbox.no_right')} />;
  return (
    <>
      <div className="head">
        <h1>{t('messages.templates')}</h1>
      </div>
      <Tabs />
      {error && !data ? (
        <Trouble error={error} again={again} />
      ) : !data ? (
        slow && <Skeleton active />
      ) : (
        <section className="panel" aria-label={t('messages.templates')}>
          <p className="quiet">{t('templates.what')}</p>
          <ul className="rows">
            {data.items.map((one) => (
              <Row key={`${one.kind} ${one.channel}`} one={one} open={() => setOpen(one)} />
            ))}
          </ul>
        </section>
      )}
      {open && <TemplateEditor template={open} close={() => setOpen(undefined)} />}
    </>
  );
}

function Row({ one, open }: { one: Template; open: () => void }) {
  const { t, word, language } = useWords();
  const [kind, channel] = [word('letter', one.kind), word('channel', one.channel)];
  return (
    <li>
      <span>
        <Button
          type="link"
          className="row-link"
          aria-label={t('templates.open', { what: `${kind} ${channel}` })}
          onClick={open}
        >
          {kind}
        </Button>
        <Tag>{channel}</Tag>
        <br />
        <span className="quiet">{one.texts[language].body}</span>
      </span>
      <span className="quiet">
        {t('templates.version', { version: one.version })} · <When at={one.savedAt} />
      </span>
    </li>
  );
}
