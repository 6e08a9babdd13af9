import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import type { Answer, Asked } from '../client.js';
import { useLive } from '../live.js';
import { Panel } from '../parts/panel.js';
import { Trouble } from '../parts/trouble.js';
import { checks as en } from '../words/en/checks.js';
import { checks as zh } from '../words/zh/checks.js';
import { useWords } from '../words.js';

const CHECKS = { zh, en };

/** What a pre-flight and a batch say about one case; their words are loaded with their screens alone. */
export function useCheckWords(): (group: 'outcome' | 'because', code: string) => string {
  const { language } = useWords();
  return (group, code) => CHECKS[language][`${group}.${code}`] ?? code.replaceAll('_', ' ');
}

interface Props {
  title: string;
  query: NonNullable<Asked<'checkCases'>['query']>;
}

/** Asks what a retry would do now; nothing is written, and nothing is asked before somebody wants to know. */
export function Check({ title, query }: Props) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  const check = useLive('checkCases', { query }, { enabled: asked });
  return (
    <Panel
      title={title}
      extra={
        <Button onClick={() => (asked ? check.again() : setAsked(true))}>{t('incidents.check_now')}</Button>
      }
    >
      {check.error && <Trouble error={check.error} again={check.again} />}
      {check.data ? <Findings found={check.data} /> : <p className="quiet">{t('incidents.check_how')}</p>}
    </Panel>
  );
}

function Findings({ found }: { found: Answer<'checkCases'> }) {
  const { t } = useWords();
  const tell = useCheckWords();
  return (
    <>
      <p role="status">
        {t('incidents.checked', { passing: found.passing, failing: found.failing })}
        {found.left > 0 && t('incidents.left', { left: found.left })}
      </p>
      <div className="scroll-x">
        <table className="plain">
          <tbody>
            {found.items.map((item) => (
              <tr key={item.caseId}>
                <td>
                  <Link to="/cases/$caseId" params={{ caseId: item.caseId }} className="mono">
                    {item.orderNo}
                  </Link>
                </td>
                <td className={item.passes ? undefined : 'late'}>
                  {item.passes
                    ? t('incidents.passes', { outcome: tell('outcome', item.outcome ?? '') })
                    : t('incidents.fails', { because: tell('because', item.because ?? '') })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
