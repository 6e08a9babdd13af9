import { useEffect } from 'react';
import { useWords } from '../words.js';
import { OfflineDesk } from './offline-desk.js';

/** The page where the house is out of reach: who is signed in is known from what they took along. */
export function Alone({ person, again }: { person: string; again: () => void }) {
  const { t } = useWords();
  useEffect(() => {
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [again]);
  return (
    <div className="frame">
      <header className="bar">
        <span className="brand">{t('app.title')}</span>
      </header>
      <main id="content" className="content">
        <OfflineDesk person={person} name={person} />
      </main>
    </div>
  );
}
