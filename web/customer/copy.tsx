import { useState } from 'react';
import { moment } from '../format.js';
import { askSymbol } from './ask.js';
import { useAttempt } from './attempt.js';
import { Said } from './deeds.js';
import { Card } from './frame.js';
import { keep, recall, useSpeech } from './speech.js';

const KEPT = 'oqr.code';

interface KeptCode {
  token: string;
  svg: string;
  at: string;
}

/** The code that its customer had this browser keep; it opens the page again, and is shown without a network. */
export function keptCopy(): KeptCode | undefined {
  const kept = recall(KEPT);
  return kept === null ? undefined : (JSON.parse(kept) as KeptCode);
}

/** Keeps the code on this phone when its customer says so, and forgets it when they say so. */
export function Copy({ token }: { token: string | undefined }) {
  const { t } = useSpeech();
  const { busy, said, run } = useAttempt();
  const [kept, setKept] = useState(keptCopy);
  const store = (code: KeptCode | undefined) => {
    keep(KEPT, code ? JSON.stringify(code) : null);
    setKept(code);
  };
  const save = async () => {
    if (token !== undefined) store({ token, svg: await askSymbol(), at: new Date().toISOString() });
  };
  if (token === undefined && !kept) return null;
  return (
    <Card title={t('copy.title')}>
      <p>{t('copy.why')}</p>
      {kept ? (
        <>
          <Drawn svg={kept.svg} />
          <button type="button" onClick={() => store(undefined)}>
            {t('copy.forget')}
          </button>
        </>
      ) : (
        <button type="button" disabled={busy} onClick={() => void run(save)}>
          {t('copy.keep')}
        </button>
      )}
      <Said said={said} />
    </Card>
  );
}

/** The kept code, when there is no network to open the page with. */
export function Offline() {
  const { t, language } = useSpeech();
  const kept = keptCopy();
  if (!kept) return null;
  return (
    <>
      <p>{t('copy.offline', { at: moment(kept.at, language) })}</p>
      <Drawn svg={kept.svg} />
    </>
  );
}

function Drawn({ svg }: { svg: string }) {
  const { t } = useSpeech();
  return <img className="symbol" alt={t('copy.alt')} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} />;
}
