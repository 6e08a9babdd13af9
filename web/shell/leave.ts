import { onlineManager, type QueryClient } from '@tanstack/react-query';
import { send } from '../client.js';
import { dropOffline } from '../offline/mark.js';
import { sessionEnded } from '../session.js';

const ofHouse = { predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] !== 'showDoor' };

/**
 * Signs out. From the click on nothing is asked for: what a screen would still ask, it would ask of a session that has
 * ended. Only the door asks again, once the screens are gone.
 */
export async function leave(client: QueryClient): Promise<void> {
  void dropOffline();
  onlineManager.setOnline(false);
  await client.cancelQueries();
  await send('signOut', {}).catch(() => undefined);
  sessionEnded();
  setTimeout(() => void client.cancelQueries(ofHouse).then(() => onlineManager.setOnline(true)));
}
