import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, send } from '../client.js';

export type Door = Answer<'showDoor'>;
export type Session = NonNullable<Door['session']>;

/** Who is signed in and how others may; asked once a session, since every answer tells when it is over. */
export function useDoor(ended: number) {
  const client = useQueryClient();
  const key = ['showDoor', ended];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => send('showDoor', {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    door: data,
    error,
    again: () => void refetch(),
    entered: (session: Session) => client.setQueryData<Door>(key, (door) => door && { ...door, session }),
  };
}
