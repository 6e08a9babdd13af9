import { Typography } from 'antd';
import type { Answer } from '../client.js';
import { Panel } from '../parts/panel.js';
import { useWords } from '../words.js';

/** The durable run behind the order, for who knows Temporal; nothing there is changed from here. */
export function Run({ work: { workflowId, temporalUrl } }: { work: Answer<'showCaseWork'> }) {
  const { t } = useWords();
  return (
    <Panel title={t('bench.run')}>
      <p>
        <span className="quiet">{t('bench.run_id')} </span>
        <Typography.Text
          className="mono wrap"
          copyable={{ text: workflowId, tooltips: [t('bench.copy'), t('bench.copied')] }}
        >
          {workflowId}
        </Typography.Text>
      </p>
      {temporalUrl !== null && (
        <a href={temporalUrl} target="_blank" rel="noreferrer">
          {t('bench.run_open')}
        </a>
      )}
    </Panel>
  );
}
