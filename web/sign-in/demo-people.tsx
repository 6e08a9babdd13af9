import { useWords } from '../words.js';
import type { Door } from './door.js';

interface Props {
  people: Door['people'];
  chosen: string;
  choose(id: string): void;
}

/** Who lives in the demo; the passwords stand where it was started. */
export function DemoPeople({ people, chosen, choose }: Props) {
  const { t, word } = useWords();
  return (
    <section className="panel" aria-label={t('sign_in.demo')}>
      <h2>{t('sign_in.demo')}</h2>
      <p className="quiet">{t('sign_in.demo_hint')}</p>
      <ul className="demo-people">
        {people.map(({ id, roles }) => (
          <li key={id}>
            <button
              type="button"
              className={id === chosen ? 'card row-current' : 'card'}
              aria-pressed={id === chosen}
              onClick={() => choose(id)}
            >
              <b className="mono">{id}</b>
              <span className="quiet">{roles.map((role) => word('role', role)).join(', ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
