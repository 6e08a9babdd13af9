import { Alert, Button, Drawer, Input, Tooltip } from 'antd';
import { useState } from 'react';
import { type Answer, type Asked, send } from '../client.js';
import { useDeed } from '../live.js';
import { useMay } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';
import { Letter } from './letter.js';

type Template = Answer<'listTemplates'>['items'][number];
type Texts = Template['texts'];
type Params = Asked<'saveTemplate'>['params'];

const WIDTH_PX = 760;
const FIELDS = ['subject', 'body', 'howTo', 'keepSafe'] as const;

/** Both languages of one template, how it would look, and its next version. */
export function TemplateEditor({ template, close }: { template: Template; close: () => void }) {
  const { t, word } = useWords();
  const may = useMay('message.manage');
  const save = useDeed('saveTemplate');
  const { said, busy, run } = useAttempt();
  const [texts, setTexts] = useState<Texts>(template.texts);
  const [shown, setShown] = useState<Answer<'previewTemplate'>>();
  const params = { kind: template.kind as Params['kind'], channel: template.channel };
  const preview = async () => setShown(await send('previewTemplate', { params, body: { texts } }));
  const keep = async () => {
    await save.mutateAsync({ params, body: { seen: template.version, texts } });
    close();
  };
  return (
    <Drawer
      open
      size={Math.min(WIDTH_PX, window.innerWidth)}
      title={`${word('letter', template.kind)} · ${word('channel', template.channel)}`}
      onClose={close}
      footer={
        <span className="message-tabs">
          <Button disabled={busy} onClick={() => void run(preview)}>
            {t('templates.preview')}
          </Button>
          <Tooltip title={may ? '' : t('templates.only_admin')}>
            <Button type="primary" disabled={!may || busy} onClick={() => void run(keep)}>
              {t('templates.save')}
            </Button>
          </Tooltip>
          {!may && <span className="quiet">{t('templates.only_admin')}</span>}
        </span>
      }
    >
      <p className="quiet">
        {t('templates.placeholders')}{' '}
        <span className="mono">{template.placeholders.map((name) => `{{${name}}}`).join(' ')}</span>
      </p>
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      {shown &&
        (shown.html === null ? <p className="letter-text">{shown.text}</p> : <Letter html={shown.html} />)}
      {(['zh', 'en'] as const).map((language) => (
        <Words
          key={language}
          language={language}
          sms={template.channel === 'sms'}
          words={texts[language]}
          change={(words) => setTexts({ ...texts, [language]: words })}
        />
      ))}
    </Drawer>
  );
}

interface WordsProps {
  language: 'zh' | 'en';
  sms: boolean;
  words: Texts['zh'];
  change: (words: Texts['zh']) => void;
}

function Words({ language, sms, words, change }: WordsProps) {
  const { t } = useWords();
  const idOf = (field: string) => `template-${language}-${field}`;
  return (
    <section className="form" aria-label={t(`templates.${language}`)}>
      <h3>{t(`templates.${language}`)}</h3>
      {FIELDS.map((field) => (
        <label key={field} className="form" htmlFor={idOf(field)}>
          <span>{t(`templates.${field}`)}</span>
          <Input.TextArea
            id={idOf(field)}
            rows={field === 'body' ? 4 : 2}
            maxLength={field === 'subject' ? 200 : 2000}
            value={words[field]}
            onChange={(event) => change({ ...words, [field]: event.target.value })}
          />
        </label>
      ))}
      {sms && (
        <label className="form" htmlFor={idOf('providerCode')}>
          <span>{t('templates.providerCode')}</span>
          <Input
            id={idOf('providerCode')}
            maxLength={60}
            value={words.providerCode ?? ''}
            onChange={({ target }) => {
              const { providerCode: _, ...rest } = words;
              change(target.value === '' ? rest : { ...rest, providerCode: target.value });
            }}
          />
        </label>
      )}
    </section>
  );
}
