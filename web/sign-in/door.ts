import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, Refused, send } from '../client.js';

export type Door = Answer<'showDoor'>;
export type Session = NonNullable<Door['session']>;

/** Roles change, and so does whose place a person takes; every answer tells when the session is over. */
const EVERY_MS = 60_000;

/** Who is signed in and how others may. */
export function useDoor(ended: number) {
  const client = useQueryClient();
  const key = ['showDoor', ended];
  const { data, error, failureReason, fetchStatus, refetch } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => send('showDoor', {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: EVERY_MS,
  });
  return {
    door: data,
    error,
    away: fetchStatus === 'paused' || isAway(failureReason),
    again: () => void refetch(),
    entered: (session: Session) => client.setQueryData<Door>(key, (door) => door && { ...door, session }),
  };
}

/** The house was not reached at all. */
const isAway = (error: Error | null): boolean => error instanceof Refused && error.code === 'unreachable';
