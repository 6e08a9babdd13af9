import {
  AccountBookOutlined,
  AlertOutlined,
  ApiOutlined,
  AuditOutlined,
  CalendarOutlined,
  KeyOutlined,
  MailOutlined,
  MobileOutlined,
  PrinterOutlined,
  ProfileOutlined,
  RadarChartOutlined,
  ScanOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { Link, useLocation } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { type Entry, entriesOf } from '../homes.js';
import { useMe } from '../me.js';
import { useWords } from '../words.js';

const ICONS: Readonly<Record<Entry['to'], ComponentType>> = {
  '/reviews': AuditOutlined,
  '/cases': AlertOutlined,
  '/board': RadarChartOutlined,
  '/orders': ProfileOutlined,
  '/scan': ScanOutlined,
  '/offline': MobileOutlined,
  '/print-batches': PrinterOutlined,
  '/books': AccountBookOutlined,
  '/messages/inbox': MailOutlined,
  '/settings/people': TeamOutlined,
  '/settings/calendar': CalendarOutlined,
  '/settings/tokens': ApiOutlined,
  '/settings/keys': KeyOutlined,
};

/** What lies behind an entry under an address of its own. */
const BEHIND: Readonly<Partial<Record<Entry['to'], readonly string[]>>> = {
  '/cases': ['/incidents', '/retry-batches', '/case-statistics', '/scan-alerts'],
};

/** The entries that a person's rights open, and no others. */
export function Nav({ onGo }: { onGo?: () => void }) {
  const { t } = useWords();
  const entries = entriesOf(useMe());
  const here = useLocation({ select: ({ pathname }) => pathname });
  const isSetting = ({ to }: Entry) => to.startsWith('/settings/');
  const settings = entries.filter(isSetting);
  const queues = entries.filter((entry) => !isSetting(entry));
  const link = ({ to, key }: Entry) => {
    const Icon = ICONS[to];
    const within = BEHIND[to]?.some((path) => here.startsWith(path)) === true;
    return (
      <Link
        key={to}
        to={to}
        className={within ? 'nav-link nav-active' : 'nav-link'}
        activeProps={{ className: 'nav-active' }}
        {...(onGo && { onClick: onGo })}
      >
        <Icon />
        {t(key)}
      </Link>
    );
  };
  return (
    <nav aria-label={t('nav.main')} className="nav">
      {queues.map(link)}
      {settings.length > 0 && <span className="nav-group">{t('nav.settings')}</span>}
      {settings.map(link)}
    </nav>
  );
}
