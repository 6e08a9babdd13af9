import { Card, Frame } from './frame.js';
import { useSpeech } from './speech.js';

const CHAPTERS = ['what', 'open', 'do', 'show', 'safe', 'fake'] as const;

/** The public guide (P8.2.2): anybody reads it, and it knows of no order. */
export function Guide() {
  const { t } = useSpeech();
  return (
    <Frame title={t('guide.title')}>
      {CHAPTERS.map((chapter) => (
        <Card key={chapter} title={t(`guide.${chapter}`)}>
          <p>{t(`guide.${chapter}_told`)}</p>
        </Card>
      ))}
    </Frame>
  );
}
