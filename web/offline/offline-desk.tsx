import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import { takeText } from '../goods/taking.js';
import { Panel } from '../parts/panel.js';
import { Camera } from '../scan/camera.js';
import { Choose } from '../scan/choose.js';
import { Photo } from '../scan/photo.js';
import { play } from '../scan/sound.js';
import { Typed } from '../scan/typed.js';
import { useLooking } from '../scan/use-looking.js';
import { useWedge } from '../scan/use-wedge.js';
import { plainOf } from '../scan/wedge.js';
import { useWords } from '../words.js';
import './words.js';
import { Count } from './count.js';
import { Earlier } from './earlier.js';
import type { Counting } from './field.js';
import { isCounted, PURPOSES, type Purpose } from './judge.js';
import { Phone } from './phone.js';
import { Result } from './result.js';
import { useField, useReady } from './use-field.js';
import './offline.css';

/** Everything on one screen: what is on the phone, the camera, what a code is, and what was scanned. */
export function OfflineDesk({ person, name }: { person: string; name: string }) {
  const { t } = useWords();
  if (!window.isSecureContext)
    return (
      <>
        <h1>{t('offline.title')}</h1>
        <p role="alert">{t('offline.insecure')}</p>
      </>
    );
  return <Desk person={person} name={name} />;
}

function Desk({ person, name }: { person: string; name: string }) {
  const { t } = useWords();
  const held = useField(person);
  const ready = useReady();
  const { field, latest, online } = held;
  const [purpose, setPurpose] = useState<Purpose>('shipped');
  const [counts, setCounts] = useState(false);
  const [counting, setCounting] = useState<Counting>();
  const keep = (text: string, what: Parameters<typeof held.scan>[1]) =>
    held.scan(text, what).then((judged) => {
      setCounting(undefined);
      if (judged) play(judged.colour === 'red' ? 'bad' : 'good');
    });
  const scan = (typed: string) => {
    const text = plainOf(typed).trim();
    if (takeText(text)) return;
    void (counts ? held.count(text, purpose) : Promise.resolve(undefined)).then((first) => {
      if (!first) return keep(text, { purpose });
      play('good');
      return setCounting(first);
    });
  };
  const { looked, choice, dropChoice, decoder } = useLooking(scan);
  const chosen = (text: string) => {
    dropChoice();
    scan(text);
  };
  useWedge(chosen);
  return (
    <>
      <div className="head">
        <h1>{t('offline.title')}</h1>
        <span className={online ? 'quiet' : 'offline-away'} role="status">
          {t(online ? 'offline.on' : 'offline.off')}
        </span>
      </div>
      <div className="scan">
        <div className="scan-ways">
          <Phone person={person} name={name} held={held} ready={ready} />
          {field?.taken && (
            <Panel title={t('offline.purpose')}>
              <div className="offline-scan">
                <Purposes purpose={purpose} choose={setPurpose} busy={counting !== undefined} />
                {isCounted(purpose) && (
                  <Checkbox
                    className="offline-count"
                    checked={counts}
                    disabled={counting !== undefined}
                    onChange={({ target }) => setCounts(target.checked)}
                  >
                    {t('offline.count_before')}
                  </Checkbox>
                )}
                <Camera decoder={decoder} seen={(found) => looked(found, 'camera')} />
                <div className="scan-others">
                  <Photo decoder={decoder} seen={(found) => looked(found, 'photo')} />
                  <Typed key={latest?.key ?? ''} typed={chosen} />
                </div>
                <p className="quiet">{t('scan.wedge')}</p>
              </div>
            </Panel>
          )}
        </div>
        <div className="scan-outcome">
          {choice.length > 0 && <Choose found={choice} chosen={chosen} drop={dropChoice} />}
          {counting ? (
            <Count
              key={counting.text}
              counting={counting}
              keep={(counted) => keep(counting.text, { purpose: counting.purpose, counted })}
              drop={() => setCounting(undefined)}
            />
          ) : latest && field?.taken ? (
            <Result key={latest.key} judged={latest} taken={field.taken} />
          ) : (
            field?.taken && choice.length === 0 && <p className="quiet">{t('offline.empty')}</p>
          )}
          {field && field.told.length > 0 && <Earlier told={field.told} />}
        </div>
      </div>
    </>
  );
}

interface Choosing {
  purpose: Purpose;
  choose: (purpose: Purpose) => void;
  /** While pieces are counted for one, no other is chosen. */
  busy: boolean;
}

function Purposes({ purpose, choose, busy }: Choosing) {
  const { t } = useWords();
  const name = usePurposeName();
  return (
    <Select<Purpose>
      size="large"
      className="offline-purpose"
      aria-label={t('offline.purpose')}
      value={purpose}
      disabled={busy}
      onChange={choose}
      options={PURPOSES.map((value) => ({ value, label: name(value) }))}
    />
  );
}

/** What a purpose is called elsewhere too. */
function usePurposeName(): (purpose: Purpose) => string {
  const { t, word } = useWords();
  return (purpose) =>
    purpose === 'look' || purpose === 'receive' ? t(`scan.purpose_${purpose}`) : word('fact', purpose);
}
