import { CameraOutlined, PauseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words.js';
import type { Decoder } from './decoder.js';
import type { Found } from './seen.js';

type Fault = 'denied' | 'none' | 'insecure' | 'busy' | 'no_decoder';
type Sight = { kind: 'off' } | { kind: 'asking' } | { kind: 'on'; stream: MediaStream } | { kind: Fault };

interface Props {
  decoder: Decoder;
  seen: (codes: Found[]) => void;
}

/** The camera of the device; without one, or when it is refused, it says what else can be done. */
export function Camera({ decoder, seen }: Props) {
  const { t } = useWords();
  const { sight, start, stop, fail } = useCamera();
  return (
    <section className="scan-camera" aria-label={t('scan.camera')}>
      {sight.kind === 'on' ? (
        <>
          <Frames stream={sight.stream} decoder={decoder} seen={seen} fail={() => fail('no_decoder')} />
          <Button className="scan-stop" icon={<PauseOutlined />} onClick={stop}>
            {t('scan.camera_stop')}
          </Button>
        </>
      ) : (
        <div className="scan-closed">
          {sight.kind !== 'off' && sight.kind !== 'asking' && (
            <p role="alert">{t(`scan.camera_${sight.kind}`)}</p>
          )}
          <Button
            type="primary"
            size="large"
            className="big"
            icon={<CameraOutlined />}
            loading={sight.kind === 'asking'}
            onClick={() => void start()}
          >
            {t('scan.camera_start')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Opens by itself where it was open before; closes while the page is out of sight. */
function useCamera() {
  const [sight, setSight] = useState<Sight>({ kind: 'off' });
  const open = useRef<MediaStream | undefined>(undefined);
  const close = () => {
    for (const track of open.current?.getTracks() ?? []) track.stop();
    open.current = undefined;
  };
  const start = async () => {
    setSight({ kind: 'asking' });
    const got = await openStream();
    close();
    if (got instanceof MediaStream) {
      open.current = got;
      localStorage.setItem(KEPT, 'on');
      setSight({ kind: 'on', stream: got });
    } else setSight({ kind: got });
  };
  const stop = () => {
    close();
    localStorage.setItem(KEPT, 'off');
    setSight({ kind: 'off' });
  };
  const starting = useRef(start);
  starting.current = start;
  useEffect(() => {
    const reopen = () => localStorage.getItem(KEPT) === 'on' && void starting.current();
    const onVisible = () => {
      if (document.visibilityState === 'visible') return void reopen();
      for (const track of open.current?.getTracks() ?? []) track.stop();
    };
    reopen();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      for (const track of open.current?.getTracks() ?? []) track.stop();
    };
  }, []);
  return { sight, start, stop, fail: (kind: Fault) => setSight({ kind }) };
}

const KEPT = 'oqr.scan.camera';

async function openStream(): Promise<MediaStream | Fault> {
  if (!navigator.mediaDevices) return 'insecure';
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
    return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
  }
}

const PAUSE_MS = 120;

/** Frame after frame to the decoder; the next one goes when the last one was read. */
function Frames({ stream, decoder, seen, fail }: Props & { stream: MediaStream; fail: () => void }) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef({ seen, fail });
  told.current = { seen, fail };
  useEffect(() => {
    const shown = video.current;
    if (!shown) return;
    shown.srcObject = stream;
    void shown.play().catch(() => undefined);
    let going = true;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        const codes = shown.readyState >= shown.HAVE_CURRENT_DATA ? await codesIn(shown, decoder) : [];
        if (going && codes.length > 0) told.current.seen(codes);
      } catch {
        if (going) told.current.fail();
        return;
      }
      if (going) timer = setTimeout(() => void look(), PAUSE_MS);
    };
    void look();
    return () => {
      going = false;
      clearTimeout(timer);
    };
  }, [stream, decoder]);
  return <video ref={video} className="scan-video" playsInline muted aria-label={t('scan.camera')} />;
}

async function codesIn(video: HTMLVideoElement, decoder: Decoder): Promise<Found[]> {
  const looked = await decoder.look(await createImageBitmap(video));
  return 'codes' in looked ? looked.codes : [];
}
