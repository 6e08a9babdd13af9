import { SoundOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { takeText } from '../goods/taking.js';
import { useMay } from '../me.js';
import { useWords } from '../words.js';
import { Camera } from './camera.js';
import { Choose } from './choose.js';
import { Outcome } from './outcome.js';
import { Photo } from './photo.js';
import { PURPOSES, type Purpose, STATIONS } from './purposes.js';
import { keepMute, keptMute } from './sound.js';
import './scan.css';
import { Typed } from './typed.js';
import { useLooking } from './use-looking.js';
import { useScans } from './use-scans.js';
import { useWedge } from './use-wedge.js';

/** A code by camera, photo, scanner or keyboard; what it is and what to do next, on the same screen at once. */
export function ScanScreen() {
  const { t } = useWords();
  const may = useMay('scan');
  return (
    <>
      <div className="head">
        <h1>{t('scan.title')}</h1>
        <Mute />
      </div>
      {may ? <Desk /> : <p role="alert">{t('scan.no_right')}</p>}
    </>
  );
}

function Desk() {
  const { t } = useWords();
  const { purpose = 'look' } = useSearch({ from: '/scan' });
  const { scans, scan, again } = useScans();
  // What means something to the goods that are being handled is no scan of a code.
  const heard = (text: string) => void (takeText(text) || scan(text, purpose));
  const { looked, choice, dropChoice, decoder } = useLooking(heard);
  const [latest, ...earlier] = scans;
  useWedge((text) => {
    dropChoice();
    heard(text);
  });
  return (
    <div className="scan">
      <div className="scan-ways">
        <Purposes purpose={purpose} />
        <Camera decoder={decoder} seen={(found) => looked(found, 'camera')} />
        <div className="scan-others">
          <Photo decoder={decoder} seen={(found) => looked(found, 'photo')} />
          <Typed key={latest?.key ?? ''} typed={heard} />
        </div>
        <p className="quiet">{t('scan.wedge')}</p>
      </div>
      <div className="scan-outcome">
        {choice.length > 0 && (
          <Choose
            found={choice}
            chosen={(text) => {
              dropChoice();
              scan(text, purpose);
            }}
            drop={dropChoice}
          />
        )}
        {latest ? (
          <Outcome key={latest.key} scan={latest} again={() => again(latest)} whole />
        ) : (
          choice.length === 0 && <p className="quiet">{t('scan.empty')}</p>
        )}
        {earlier.length > 0 && (
          <section aria-label={t('scan.earlier')}>
            <h2>{t('scan.earlier')}</h2>
            {earlier.map((one) => (
              <Outcome key={one.key} scan={one} again={() => again(one)} />
            ))}
          </section>
        )}
      </div>
    </div>
  );
}

/** What the scan is for stays in the address, so that a scanner's place opens with it. */
function Purposes({ purpose }: { purpose: Purpose }) {
  const { t } = useWords();
  const go = useNavigate();
  const confirms = useMay('confirmation.record');
  const takesMoney = useMay('payment.record');
  const may: Readonly<Record<Purpose, boolean>> = {
    look: true,
    receive: useMay('transfer.answer'),
    confirm: confirms,
    handle: useMay('shipment.record'),
    till: takesMoney || confirms,
  };
  const offered = [...PURPOSES, ...STATIONS.filter((one) => may[one] || one === purpose)];
  const missing = offered.filter((one) => !may[one]);
  return (
    <>
      <Segmented<Purpose>
        block
        size="large"
        aria-label={t('scan.purpose')}
        value={purpose}
        onChange={(chosen) => void go({ to: '/scan', search: { purpose: chosen }, replace: true })}
        options={offered.map((value) => ({
          value,
          label: t(`scan.purpose_${value}`),
          disabled: !may[value],
        }))}
      />
      {missing.map((one) => (
        <p key={one} className="quiet">
          {t('scan.purpose_not_yours', { purpose: t(`scan.purpose_${one}`) })}
        </p>
      ))}
    </>
  );
}

function Mute() {
  const { t } = useWords();
  const [mute, setMute] = useState(keptMute);
  const turn = () => {
    keepMute(!mute);
    setMute(!mute);
  };
  return (
    <Button size="large" icon={<SoundOutlined />} aria-pressed={!mute} onClick={turn}>
      {t(mute ? 'scan.sound_off' : 'scan.sound_on')}
    </Button>
  );
}
