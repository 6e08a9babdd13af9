import { useEffect, useState } from 'react';
import { type Answer, ask } from './ask.js';
import { useAttempt } from './attempt.js';
import { Said } from './deeds.js';
import { Card } from './frame.js';
import { useSpeech } from './speech.js';

type Channel = Answer<'showCustomerContact'>['items'][number];

const canPush = 'serviceWorker' in navigator && 'PushManager' in window;

/** By which channels the customer is written to, and push messages for this browser (P3.1.1). */
export function Contact() {
  const { t } = useSpeech();
  const { busy, said, run } = useAttempt();
  const [items, setItems] = useState<Channel[]>([]);
  const [pushed, setPushed] = useState<'subscribed' | 'denied'>();
  const look = async () => setItems((await ask('showCustomerContact')).items);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the card opens
  useEffect(() => void run(look), []);
  const choose = async ({ channel, allowed }: Channel) => {
    await ask('chooseCustomerContact', { channel, allowed: !allowed });
    await look();
  };
  const push = async () => {
    const subscription = await subscribed();
    setPushed(subscription ? 'subscribed' : 'denied');
    if (!subscription) return;
    await ask('subscribePush', subscription);
    await look();
  };
  return (
    <Card title={t('contact.title')}>
      <p>{t('contact.why')}</p>
      {items.map((item) => (
        <label key={item.channel} className="choice">
          <input
            type="checkbox"
            checked={item.allowed}
            disabled={busy}
            onChange={() => void run(() => choose(item))}
          />
          <span>
            {t(`contact.${item.channel}`)} {!item.reachable && <small>({t('contact.none')})</small>}
          </span>
        </label>
      ))}
      {canPush && (
        <button type="button" disabled={busy} onClick={() => void run(push)}>
          {t('contact.subscribe')}
        </button>
      )}
      {pushed !== undefined && <p role="status">{t(`contact.${pushed}`)}</p>}
      <Said said={said} />
    </Card>
  );
}

/** What this browser's push service gave us, or undefined when it or its user would not. */
async function subscribed() {
  const { publicKey } = await ask('showPushKey');
  const worker = await navigator.serviceWorker.ready;
  const asked = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) };
  const { endpoint, keys } =
    (await worker.pushManager.subscribe(asked).catch(() => undefined))?.toJSON() ?? {};
  const { p256dh, auth } = keys ?? {};
  return endpoint !== undefined && p256dh !== undefined && auth !== undefined
    ? { endpoint, keys: { p256dh, auth } }
    : undefined;
}

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
