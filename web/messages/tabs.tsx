import { Link } from '@tanstack/react-router';
import { useWords } from '../words.js';
import './messages.css';

/** The parts of the messages' corner. */
export function Tabs() {
  const { t } = useWords();
  const active = { activeProps: { 'aria-current': 'page' as const, className: 'nav-active' } };
  return (
    <nav className="message-tabs" aria-label={t('messages.parts')}>
      <Link to="/messages/inbox" {...active}>
        {t('messages.inbox')}
      </Link>
      <Link to="/messages/lost" {...active}>
        {t('messages.lost')}
      </Link>
      <Link to="/messages/templates" {...active}>
        {t('messages.templates')}
      </Link>
    </nav>
  );
}
