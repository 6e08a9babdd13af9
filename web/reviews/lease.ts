import { useEffect } from 'react';
import { send } from '../client.js';

const BEAT_MS = 30_000;

/** While a review is on the screen, colleagues see it and the own claim goes on; a hidden page says nothing. */
export function usePresence(reviewId: string): void {
  useEffect(() => {
    const beat = (here: boolean) =>
      void send('notePresence', { params: { reviewId }, body: { here } }, { keepalive: !here }).catch(
        () => undefined,
      );
    const again = () => !document.hidden && beat(true);
    again();
    const timer = setInterval(again, BEAT_MS);
    return () => {
      clearInterval(timer);
      beat(false);
    };
  }, [reviewId]);
}
