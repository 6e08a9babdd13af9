import { Alert, App, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useDeed } from '../live.js';
import { useMe } from '../me.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';
import type { Role } from './kinds.js';
import type { Person } from './search.js';

interface Props {
  person: Person;
  people: readonly Person[];
  excluding: readonly (readonly Role[])[];
  close(): void;
}

/** Who stands in for a person, and from when to when; those who cannot say why. */
export function ArrangeAbsence({ person, people, excluding, close }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const arrange = useDeed('arrangeAbsence');
  const { said, setSaid, busy, run } = useAttempt();
  const unableOf = useUnable(person, excluding);
  const [substitute, setSubstitute] = useState<string>();
  const [time, setTime] = useState({ from: local(new Date()), to: '' });
  const send = () => {
    const [from, to] = [instantOf(time.from), instantOf(time.to)];
    if (!substitute || !from || !to) return setSaid(t('absence.incomplete'));
    void run(async () => {
      await arrange.mutateAsync({ params: { personId: person.id }, body: { substitute, from, to } });
      void message.success(t('absence.done'));
      close();
    });
  };
  return (
    <Modal
      open
      title={`${t('absence.arrange')}: ${person.displayName}`}
      okText={t('absence.arrange')}
      cancelText={t('act.cancel')}
      confirmLoading={busy}
      onOk={send}
      onCancel={close}
    >
      <div className="form">
        <p className="quiet">{t('absence.what')}</p>
        <span>{t('absence.substitute')}</span>
        <Select
          aria-label={t('absence.substitute')}
          showSearch
          optionFilterProp="label"
          {...(substitute !== undefined && { value: substitute })}
          onChange={setSubstitute}
          options={people
            .filter(({ id, active }) => active && id !== person.id)
            .map((one) => {
              const unable = unableOf(one);
              const label = unable ? `${one.displayName}: ${unable}` : one.displayName;
              return { value: one.id, label, disabled: unable !== undefined };
            })}
        />
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="form" htmlFor={`absence-${end}`}>
            <span>{t(`absence.${end}`)}</span>
            <Input
              id={`absence-${end}`}
              type="datetime-local"
              value={time[end]}
              onChange={(event) => setTime({ ...time, [end]: event.target.value })}
            />
          </label>
        ))}
        {said && <Alert type="error" showIcon role="alert" title={said} />}
      </div>
    </Modal>
  );
}

/** Why somebody cannot stand in; the server has the last word. */
function useUnable(person: Person, excluding: Props['excluding']): (other: Person) => string | undefined {
  const { t, word } = useWords();
  const me = useMe();
  return (other) => {
    if (other.id === me.id) return t('absence.not_self');
    const pair = excluding.find(
      ([one, two]) =>
        one && two && ((has(person, one) && has(other, two)) || (has(person, two) && has(other, one))),
    );
    const held = pair?.find((role) => has(other, role));
    return held && t('people.roles_exclude', { other: word('role', held) });
  };
}

const has = ({ roles }: Person, role: Role): boolean => roles.includes(role);

/** "2026-11-22T18:00" in the browser's zone, as the field takes it. */
const local = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const instantOf = (typed: string): string | undefined =>
  Number.isNaN(Date.parse(typed)) ? undefined : new Date(typed).toISOString();
