import type { ReactNode } from 'react';
import { useSpeech } from './speech.js';

/** What is around every page: language and look, how to use the code, and to keep it safe (P3.1.2). */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  const { t, language, mode, turnLanguage, turnMode } = useSpeech();
  return (
    <>
      <header>
        <span className="brand">Order QR</span>
        <button type="button" className="quiet" onClick={turnMode}>
          {t(mode === 'dark' ? 'page.light' : 'page.dark')}
        </button>
        <button
          type="button"
          className="quiet"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={turnLanguage}
        >
          {t('page.language')}
        </button>
      </header>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
      <footer>
        <p>{t('page.how')}</p>
        <p>
          <strong>{t('page.safe')}</strong>
        </p>
        <p>
          <a href="/guide">{t('page.guide')}</a>
        </p>
      </footer>
    </>
  );
}

export function Card({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="card">
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  );
}
