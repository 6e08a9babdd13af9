import { Alert, Button } from 'antd';
import { useState } from 'react';
import { send } from '../client.js';
import { speak, useWords } from '../words.js';
import type { Door, Session } from './door.js';
import { useOidcAnswer } from './oidc-answer.js';
import { PasswordStep } from './password-step.js';
import { type Proof, SecondProof } from './second-proof.js';

interface Props {
  door: Door;
  entered: (session: Session) => void;
}

/** Account and password, or a passkey alone; then the second step of those who have one. */
export function SignInScreen({ door, entered }: Props) {
  const { t, language } = useWords();
  const [methods, setMethods] = useState<readonly string[]>();
  const refused = useOidcAnswer({ entered, halfway: setMethods });
  return (
    <main className="sign-in">
      <div className="sign-in-head">
        <h1>{t('app.title')}</h1>
        <Button
          type="text"
          aria-label={t('shell.language')}
          onClick={() => void speak(language === 'zh' ? 'en' : 'zh')}
        >
          {t('shell.other_language')}
        </Button>
      </div>
      {methods ? (
        <div className="panel">
          <SecondProof
            methods={methods}
            submit={t('sign_in.submit')}
            prove={async (proof) => entered(await send('takeSecondStep', { body: stepOf(proof) }))}
          />
          <Button type="link" onClick={() => setMethods(undefined)}>
            {t('sign_in.start_over')}
          </Button>
        </div>
      ) : (
        <>
          {refused && <Alert type="error" showIcon role="alert" title={refused} />}
          <PasswordStep door={door} entered={entered} halfway={setMethods} />
        </>
      )}
    </main>
  );
}

/** The password was the first step and is no second one. */
function stepOf(proof: Proof): Exclude<Proof, { password: string }> {
  if ('password' in proof) throw new Error('a password is no second step');
  return proof;
}
