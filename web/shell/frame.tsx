import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Button, type InputRef } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { type Entry, entriesOf, homeOf } from '../homes.js';
import type { Deed } from '../keys.js';
import { useMay, useMe } from '../me.js';
import { Notices } from '../notices/notices.js';
import { Boundary } from '../parts/boundary.js';
import { usePhone } from '../phone.js';
import { SearchBox } from '../search/search-box.js';
import { type Handlers, useKeys } from '../use-keys.js';
import { useWords } from '../words.js';
import { Nav } from './nav.js';
import { StandingIn } from './standing-in.js';
import { Tools } from './tools.js';

/** Layers come when they are opened. */
const PhoneNav = lazy(async () => ({ default: (await import('./phone-nav.js')).PhoneNav }));
const Help = lazy(async () => ({ default: (await import('./help.js')).Help }));

/** Everything around a screen: entries at the side, or behind one button on a phone. */
export function Frame() {
  const { t } = useWords();
  const me = useMe();
  const go = useNavigate();
  const home = useLocation({ select: ({ pathname }) => pathname }) === homeOf(me);
  const narrow = usePhone();
  const [open, setOpen] = useState(false);
  const [helping, setHelping] = useState(false);
  const box = useRef<InputRef>(null);
  const finds = useMay('order.read');
  const find = () => (box.current ? box.current.focus() : finds && void go({ to: '/search' }));
  useKeys({ help: () => setHelping(true), ...(finds && { search: find }), ...useWays() });
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <header className="bar">
        {narrow && (
          <Button
            type="text"
            aria-label={t('nav.menu')}
            icon={<MenuOutlined />}
            onClick={() => setOpen(true)}
          />
        )}
        <span className="brand">{t('app.title')}</span>
        {finds && !narrow && <SearchBox field={box} className="search" />}
        {narrow && <StandingIn />}
        {finds && narrow && (
          <Button
            type="text"
            className="bar-end"
            aria-label={t('search.open')}
            icon={<SearchOutlined />}
            onClick={find}
          />
        )}
        {!narrow && <Tools help={() => setHelping(true)} />}
      </header>
      <div className="below">
        {!narrow && (
          <aside className="side">
            <Nav />
          </aside>
        )}
        <main id="content" className="content" tabIndex={-1}>
          <Boundary>
            {home && <Notices />}
            <Outlet />
          </Boundary>
        </main>
      </div>
      <Suspense>
        {open && <PhoneNav close={() => setOpen(false)} />}
        {helping && <Help close={() => setHelping(false)} />}
      </Suspense>
    </div>
  );
}

const WAYS: Readonly<Partial<Record<Entry['to'], Deed>>> = {
  '/orders': 'go_orders',
  '/reviews': 'go_reviews',
  '/cases': 'go_cases',
  '/board': 'go_board',
  '/scan': 'go_scan',
};

/** `g` and a letter go to the entries that a person has; the causes lie behind the cases. */
function useWays(): Handlers {
  const me = useMe();
  const go = useNavigate();
  const entries = entriesOf(me);
  const ways = entries.flatMap(({ to }) => {
    const deed = WAYS[to];
    return deed ? [[deed, () => void go({ to })] as const] : [];
  });
  const causes = me.rights.includes('case.read') && { go_incidents: () => void go({ to: '/incidents' }) };
  return { ...Object.fromEntries(ways), ...causes };
}
