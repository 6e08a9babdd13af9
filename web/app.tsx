import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider, Skeleton } from 'antd';
import type { Locale } from 'antd/es/locale';
import { lazy, type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { Refused } from './client.js';
import { type Me, MeContext } from './me.js';
import { ModeContext } from './mode.js';
import { offlinePerson } from './offline/mark.js';
import { Boundary } from './parts/boundary.js';
import { Trouble } from './parts/trouble.js';
import { usePhone } from './phone.js';
import { router } from './routes.js';
import { sessionOpened, sessionsEnded, watchSession } from './session.js';
import { useDoor } from './sign-in/door.js';
import { stepUpAsked, watchStepUp } from './step-up.js';
import { openStream } from './stream.js';
import { keepMode, keptMode, themeOf, watchKeptMode } from './theme.js';
import { useWords } from './words.js';

const MOST_TRIES = 2;

/** What only the door shows, or a weighty request, comes when it is needed. */
const SignInScreen = lazy(async () => ({
  default: (await import('./sign-in/sign-in-screen.js')).SignInScreen,
}));
const ChangePasswordScreen = lazy(async () => ({
  default: (await import('./sign-in/change-password-screen.js')).ChangePasswordScreen,
}));
const StepUpDialog = lazy(async () => ({
  default: (await import('./sign-in/step-up-dialog.js')).StepUpDialog,
}));

/** Without the house, whoever took work along goes on with it. */
const Alone = lazy(async () => ({ default: (await import('./offline/alone.js')).Alone }));

/** Readers of our messages have no account. */
const StopScreen = lazy(async () => ({
  default: (await import('./messages/stop-screen.js')).StopScreen,
}));
const isForReaders = (): boolean => window.location.pathname === '/app/stop';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      retry: (tries, error) =>
        tries < MOST_TRIES && !(error instanceof Refused && error.status > 0 && error.status < 500),
    },
  },
});

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Dress>
        <Boundary>
          <Suspense fallback={<Skeleton active />}>{isForReaders() ? <StopScreen /> : <Door />}</Suspense>
        </Boundary>
      </Dress>
    </QueryClientProvider>
  );
}

/** Whoever is not signed in sees the door and nothing behind it. */
function Door() {
  const ended = useSyncExternalStore(watchSession, sessionsEnded);
  const { door, error, away, again, entered } = useDoor(ended);
  const person = offlinePerson();
  if (away && !door && person !== undefined) return <Alone person={person} again={again} />;
  if (error && !door) return <Trouble error={error} again={again} />;
  if (!door) return <Skeleton active />;
  const { session } = door;
  if (!session) return <SignInScreen door={door} entered={entered} />;
  if (session.mustChangePassword) return <ChangePasswordScreen entered={entered} />;
  return <House me={session} />;
}

function House({ me }: { me: Me }) {
  const queries = useQueryClient();
  const stepUp = useSyncExternalStore(watchStepUp, stepUpAsked);
  useEffect(() => {
    sessionOpened();
    const hangUp = openStream(queries);
    return () => {
      hangUp();
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'showDoor' });
    };
  }, [queries]);
  return (
    <MeContext value={me}>
      <RouterProvider router={router} />
      <Suspense>{stepUp && <StepUpDialog asked={stepUp} />}</Suspense>
    </MeContext>
  );
}

/** Layers outside of the body need no lock of its scrolling, whose style would carry no nonce. */
const layers = (): HTMLElement => document.getElementById('layers') ?? document.body;

const LOCALES = {
  zh: () => import('antd/es/locale/zh_CN'),
  en: () => import('antd/es/locale/en_US'),
};

/** Theme and locale; the nonce lets the styles of antd pass a policy that knows no 'unsafe-inline'. */
function Dress({ children }: { children: ReactNode }) {
  const { language } = useWords();
  const [mode, setMode] = useState(keptMode);
  const phone = usePhone();
  const [locale, setLocale] = useState<Locale>();
  useEffect(() => {
    let current = true;
    void LOCALES[language]().then((loaded) => current && setLocale(loaded.default));
    return () => {
      current = false;
    };
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.mode = mode;
    keepMode(mode);
  }, [mode]);
  useEffect(() => watchKeptMode(setMode), []);
  const turn = () => setMode(mode === 'dark' ? 'light' : 'dark');
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  return (
    <ModeContext value={{ mode, turn }}>
      <ConfigProvider
        theme={themeOf(mode, phone)}
        csp={{ nonce }}
        getPopupContainer={layers}
        button={{ autoInsertSpace: false }}
        {...(locale && { locale })}
      >
        <AntApp className="ant-app-root">{children}</AntApp>
      </ConfigProvider>
    </ModeContext>
  );
}
