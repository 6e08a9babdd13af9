import {
  AlertOutlined,
  ApiOutlined,
  AuditOutlined,
  ProfileOutlined,
  RadarChartOutlined,
  ScanOutlined,
} from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { type Entry, entriesOf, useMe } from '../me.js';
import { useWords } from '../words.js';

const ICONS: Readonly<Record<Entry['to'], ComponentType>> = {
  '/reviews': AuditOutlined,
  '/cases': AlertOutlined,
  '/board': RadarChartOutlined,
  '/orders': ProfileOutlined,
  '/scan': ScanOutlined,
  '/settings/tokens': ApiOutlined,
};

/** The entries that a person's rights open, and no others. */
export function Nav({ onGo }: { onGo?: () => void }) {
  const { t } = useWords();
  const me = useMe();
  return (
    <nav aria-label={t('nav.main')} className="nav">
      {entriesOf(me).map(({ to, key }) => {
        const Icon = ICONS[to];
        return (
          <Link
            key={to}
            to={to}
            className="nav-link"
            activeProps={{ className: 'nav-active' }}
            {...(onGo && { onClick: onGo })}
          >
            <Icon />
            {t(key)}
          </Link>
        );
      })}
    </nav>
  );
}
