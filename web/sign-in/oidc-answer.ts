import { useEffect } from 'react';
import { send } from '../client.js';
import { useAttempt } from '../parts/attempt.js';
import type { Session } from './door.js';

const PAGE = '/app/sign-in/answer';

interface Ways {
  entered(session: Session): void;
  halfway(methods: readonly string[]): void;
}

/** Hands on, once, what an OpenID provider sent back with the browser; says what was refused. */
export function useOidcAnswer({ entered, halfway }: Ways): string | undefined {
  const { said, run } = useAttempt();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is read once, and emptied with that
  useEffect(() => {
    const { pathname, search } = window.location;
    if (pathname !== PAGE || search === '') return;
    window.history.replaceState(null, '', '/app/');
    void run(async () => {
      const answer = await send('answerOidc', { body: { answer: search.slice(1) } });
      if ('methods' in answer) halfway(answer.methods);
      else entered(answer);
    });
  }, []);
  return said;
}
