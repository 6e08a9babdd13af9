import { useMay, useMe } from '../me.js';
import { useWords } from '../words.js';
import './words.js';
import { OfflineDesk } from './offline-desk.js';

/** Scanning where there is no network: take the list along, scan, and send when the house is back in reach. */
export function OfflineScreen() {
  const { t } = useWords();
  const { id, displayName } = useMe();
  if (useMay('shipment.record')) return <OfflineDesk person={id} name={displayName} />;
  return (
    <>
      <h1>{t('offline.title')}</h1>
      <p role="alert">{t('offline.no_right')}</p>
    </>
  );
}
