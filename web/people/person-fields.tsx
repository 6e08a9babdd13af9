import { Checkbox, Input, Select } from 'antd';
import type { Asked } from '../client.js';
import { useWords } from '../words.js';
import { DEPARTMENTS, type Department, ROLES, type Role } from './kinds.js';

type Scope = Asked<'addPerson'>['body']['scope'];

export interface Fields {
  displayName: string;
  department: Department;
  roles: Role[];
  scope: Scope;
}

const LONGEST_NAME = 100;
const BY_ROLE = 'by_role';
const SCOPES = [BY_ROLE, 'all', 'department'] as const;

/** What is wrong with what was written, before it is sent. */
export function useFault(): (fields: Pick<Fields, 'displayName'>) => string | undefined {
  const { t } = useWords();
  return ({ displayName }) => {
    const count = displayName.trim().length;
    if (count === 0) return t('people.name_missing');
    return count > LONGEST_NAME ? t('people.name_long', { count }) : undefined;
  };
}

interface Props {
  value: Fields;
  set(change: Partial<Fields>): void;
  excluding: readonly (readonly Role[])[];
  disabled?: boolean;
}

/** Name, department, roles and scope of a person; a role that excludes a chosen one says why it cannot be chosen. */
export function PersonFields({ value, set, excluding, disabled = false }: Props) {
  const { t, word } = useWords();
  return (
    <>
      <label className="form" htmlFor="person-name">
        <span>{t('people.name')}</span>
        <Input
          id="person-name"
          disabled={disabled}
          value={value.displayName}
          onChange={(event) => set({ displayName: event.target.value })}
        />
      </label>
      <span>{t('people.department')}</span>
      <Select
        aria-label={t('people.department')}
        disabled={disabled}
        value={value.department}
        onChange={(department) => set({ department })}
        options={DEPARTMENTS.map((one) => ({ value: one, label: word('department', one) }))}
      />
      <RoleChoice {...{ value, set, excluding, disabled }} />
      <span>{t('people.scope')}</span>
      <Select
        aria-label={t('people.scope')}
        disabled={disabled}
        value={value.scope ?? BY_ROLE}
        onChange={(scope: (typeof SCOPES)[number]) => set({ scope: scope === BY_ROLE ? null : scope })}
        options={SCOPES.map((one) => ({ value: one, label: word('scope', one) }))}
      />
    </>
  );
}

function RoleChoice({ value, set, excluding, disabled }: Required<Props>) {
  const { t, word } = useWords();
  const { roles } = value;
  return (
    <fieldset className="roles">
      <legend>{t('people.roles')}</legend>
      {ROLES.map((role) => {
        const held = roles.includes(role);
        const other = held ? undefined : apartFrom(role, roles, excluding);
        return (
          <Checkbox
            key={role}
            checked={held}
            disabled={disabled || other !== undefined}
            onChange={() => set({ roles: held ? roles.filter((one) => one !== role) : [...roles, role] })}
          >
            {word('role', role)}
            {other && !disabled && (
              <span className="quiet"> — {t('people.roles_exclude', { other: word('role', other) })}</span>
            )}
          </Checkbox>
        );
      })}
    </fieldset>
  );
}

/** The chosen role that nobody holds together with this one. */
const apartFrom = (role: Role, roles: readonly Role[], excluding: Props['excluding']): Role | undefined =>
  roles.find((held) => excluding.some((pair) => pair.includes(held) && pair.includes(role)));
