import { Alert, Button } from 'antd';
import { Refused } from '../client.js';
import { useWords } from '../words.js';
import { isLost } from './lost.js';

export interface Told {
  sentence: string;
  reference: string | undefined;
}

/** What went wrong, as a sentence with its reference: the server's own words when it had any. */
export function useTrouble(): (error: Error) => Told {
  const { t } = useWords();
  return (error) => {
    if (isLost(error)) return { sentence: t('problem.lost'), reference: undefined };
    if (!(error instanceof Refused)) return { sentence: t('problem.crashed'), reference: undefined };
    if (error.code === 'unreachable') return { sentence: t('problem.unreachable'), reference: undefined };
    return { sentence: error.sentence ?? t('problem.internal'), reference: error.reference };
  };
}

/** What did not come with the page comes with the page alone; everything else can be asked for again. */
export function Trouble({ error, again }: { error: Error; again?: (() => void) | undefined }) {
  const { t } = useWords();
  const { sentence, reference } = useTrouble()(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={sentence}
      description={reference && <span className="mono">{t('problem.reference', { reference })}</span>}
      action={
        isLost(error) ? (
          <Button onClick={() => window.location.reload()}>{t('problem.reload')}</Button>
        ) : (
          again && <Button onClick={again}>{t('problem.retry')}</Button>
        )
      }
    />
  );
}
