import { Button, Tooltip } from 'antd';
import { moment } from '../format.js';
import { useMe } from '../me.js';
import { useWords } from '../words.js';

/** Whose place the person takes at this moment. */
export function StandingIn() {
  const { t, language } = useWords();
  const { standsInFor } = useMe();
  if (standsInFor.length === 0) return null;
  const until = standsInFor.map(({ displayName, until }) =>
    t('shell.standing_in_until', { name: displayName, until: moment(until, language) }),
  );
  const who = standsInFor.map(({ displayName }) => displayName).join(' · ');
  return (
    <Tooltip title={t('shell.standing_in_why', { who: until.join(' · ') })} trigger={['hover', 'focus']}>
      <Button size="small" className="standing">
        {t('shell.standing_in', { who })}
      </Button>
    </Tooltip>
  );
}
