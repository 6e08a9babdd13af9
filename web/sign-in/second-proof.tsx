import { KeyOutlined } from '@ant-design/icons';
import { Alert, Button, Input, Segmented } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Asked } from '../client.js';
import { useAttempt } from '../parts/attempt.js';
import { useWords } from '../words.js';
import { signWithPasskey } from './passkey.js';

export type Proof = Asked<'stepUp'>['body'];

interface Props {
  /** Ways the server takes, the best first. */
  methods: readonly string[];
  submit: string;
  prove(proof: Proof): Promise<unknown>;
}

/** Asks for a second proof by one of the ways that a person has. */
export function SecondProof({ methods, submit, prove }: Props) {
  const { t, word } = useWords();
  const [method, setMethod] = useState(methods[0] ?? 'password');
  const [typed, setTyped] = useState('');
  const { said, busy, run } = useAttempt();
  const send = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await prove(method === 'passkey' ? { passkey: await signWithPasskey() } : typedProof(method, typed));
    }).then(() => setTyped(''));
  };
  return (
    <form className="form" onSubmit={send} aria-label={t('step_up.title')}>
      {methods.length > 1 && (
        <Segmented
          block
          aria-label={t('step_up.by')}
          value={method}
          onChange={(chosen) => {
            setMethod(chosen);
            setTyped('');
          }}
          options={methods.map((value) => ({ value, label: word('method', value) }))}
        />
      )}
      {method === 'passkey' ? (
        <p className="quiet">{t('passkey.how')}</p>
      ) : (
        <Typed key={method} method={method} typed={typed} setTyped={setTyped} />
      )}
      {said && <Alert type="error" showIcon role="alert" title={said} />}
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        block
        loading={busy}
        icon={method === 'passkey' && <KeyOutlined />}
      >
        {method === 'passkey' ? t('passkey.use') : submit}
      </Button>
    </form>
  );
}

function typedProof(method: string, typed: string): Proof {
  if (method === 'totp') return { code: typed.replaceAll(/\s/g, '') };
  return method === 'recovery_code' ? { recoveryCode: typed.trim() } : { password: typed };
}

function Typed(props: { method: string; typed: string; setTyped(typed: string): void }) {
  const { method, typed, setTyped } = props;
  const { t, word } = useWords();
  const label = method === 'totp' ? t('totp.code') : word('method', method);
  const field = {
    id: 'second-proof',
    autoFocus: true,
    required: true,
    size: 'large' as const,
    value: typed,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
  };
  return (
    <label className="form" htmlFor="second-proof">
      <span>{label}</span>
      {method === 'password' ? (
        <Input.Password {...field} maxLength={128} autoComplete="current-password" />
      ) : method === 'totp' ? (
        <Input {...field} className="mono" inputMode="numeric" maxLength={7} autoComplete="one-time-code" />
      ) : (
        <Input {...field} className="mono" maxLength={40} autoComplete="off" spellCheck={false} />
      )}
    </label>
  );
}
