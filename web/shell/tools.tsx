import { LogoutOutlined, MoonOutlined, QuestionCircleOutlined, SunOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { useMe } from '../me.js';
import { useMode } from '../mode.js';
import { speak, useWords } from '../words.js';
import { leave } from './leave.js';
import { StandingIn } from './standing-in.js';

interface Props {
  /** Opens the keyboard help; absent where there is no keyboard. */
  help?: () => void;
  onGo?: () => void;
}

export function Tools({ help, onGo }: Props) {
  const { t, language } = useWords();
  const me = useMe();
  const { mode, turn } = useMode();
  const client = useQueryClient();
  const modeWord = t(mode === 'dark' ? 'shell.light' : 'shell.dark');
  return (
    <div className="tools">
      {help && <StandingIn />}
      <Tooltip title={t('security.title')}>
        <Link
          to="/me/security"
          className="who"
          aria-label={t('security.of', { name: me.displayName })}
          {...(onGo && { onClick: onGo })}
        >
          {me.displayName}
        </Link>
      </Tooltip>
      <Tooltip title={t('shell.language')}>
        <Button
          type="text"
          aria-label={t('shell.language')}
          onClick={() => void speak(language === 'zh' ? 'en' : 'zh').then(() => client.invalidateQueries())}
        >
          {t('shell.other_language')}
        </Button>
      </Tooltip>
      <Tooltip title={modeWord}>
        <Button
          type="text"
          aria-label={modeWord}
          icon={mode === 'dark' ? <SunOutlined /> : <MoonOutlined />}
          onClick={turn}
        />
      </Tooltip>
      {help && (
        <Tooltip title={t('shell.help')}>
          <Button type="text" aria-label={t('shell.help')} icon={<QuestionCircleOutlined />} onClick={help} />
        </Tooltip>
      )}
      <Tooltip title={t('shell.sign_out')}>
        <Button
          type="text"
          aria-label={t('shell.sign_out')}
          icon={<LogoutOutlined />}
          onClick={() => void leave(client)}
        />
      </Tooltip>
    </div>
  );
}
