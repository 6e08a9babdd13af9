/** Signing in, passwords, second proofs. */
export const signIn = {
  'sign_in.title': 'Sign in',
  'sign_in.person': 'Account',
  'sign_in.password': 'Password',
  'sign_in.submit': 'Sign in',
  'sign_in.demo': 'This is a demo',
  'sign_in.demo_hint':
    'Choose a job and the account is filled in. Everybody’s password is printed where the demo was started (npm start).',

  'role.order_desk': 'Order desk',
  'role.sales': 'Sales',
  'role.customer_service': 'Customer service',
  'role.finance': 'Finance',
  'role.logistics': 'Logistics',
  'role.reviewer': 'Reviewer',
  'role.technician': 'Technician',
  'role.manager': 'Manager',
  'role.auditor': 'Auditor',
  'role.administrator': 'Administrator',

  'password.must_change': 'Change your password first',
  'password.must_change_hint':
    'Somebody else handed out the password you have. Choose one that only you know to go on.',
  'password.change': 'Change the password',
  'password.password': 'Present password',
  'password.newPassword': 'New password',
  'password.again': 'New password once more',
  'password.rule':
    'At least 12 characters, and neither the account nor the old password. Everywhere else you will be signed out.',
  'password.differs': 'The two new passwords are not the same.',

  'step_up.title': 'Prove once more that it is you',
  'step_up.why': 'This one matters. After this you are not asked again for ten minutes.',
  'step_up.confirm': 'Confirm',

  'step_up.by': 'Proof by',
  'method.passkey': 'Passkey',
  'method.totp': 'Authenticator',
  'method.recovery_code': 'Recovery code',
  'method.password': 'Password',
  'sign_in.by_provider': 'Sign in with {{name}}',
  'sign_in.start_over': 'Begin again with the password',

  'passkey.title': 'Passkeys',
  'passkey.what': 'Sign in with a fingerprint, a face or a security key. No phishing site can use it.',
  'passkey.how': 'Press the button below and follow your browser.',
  'passkey.use': 'Use a passkey',
  'passkey.sign_in': 'Sign in with a passkey',
  'passkey.unavailable':
    'Passkeys need a host name and not a number in the address; on this machine open localhost.',
  'passkey.none_given':
    'No passkey was given: it was cancelled, or this device has none. Try again or choose another way.',
  'passkey.name': 'A name for it, like: office laptop',
  'passkey.add': 'Add a passkey',
  'passkey.remove': 'Remove',
  'passkey.remove_one': 'Remove the passkey {{name}}',
  'passkey.empty': 'There is no passkey yet.',
  'passkey.made': 'Added',
  'passkey.used': 'Last used',

  'totp.title': 'Authenticator app',
  'totp.what':
    'An app on your phone shows a new six-digit code every 30 seconds, asked for after the password.',
  'totp.on': 'In force since',
  'totp.off': 'It is not set up.',
  'totp.enrol': 'Set up an authenticator',
  'totp.remove': 'Remove the authenticator',
  'totp.scan': 'Scan this with your authenticator app, then type the six digits that it shows.',
  'totp.symbol': 'QR code for the authenticator app',
  'totp.type': 'Cannot scan? Type this key into the app:',
  'totp.code': 'Six-digit code',
  'totp.confirm': 'Confirm',

  'recovery.title': 'Recovery codes',
  'recovery.once':
    'They sign you in when phone and key are lost, each of them once. Keep them now: they are never shown again.',
  'recovery.copy': 'Copy all',
  'recovery.copied': 'Copied',
  'recovery.kept': 'I have kept them',
  'recovery.left': '{{count}} are left.',
  'recovery.renew': 'Make new recovery codes',
  'recovery.needless': 'They come with an authenticator or a passkey.',

  'sessions.title': 'Where you are signed in',
  'sessions.current': 'right here',
  'sessions.unknown': 'An unknown browser',
  'sessions.since': 'Signed in',
  'sessions.seen': 'last used',
  'sessions.end': 'Sign out',
  'sessions.end_one': 'Sign out of {{name}}',

  'security.title': 'Sign-in and security',
  'security.of': '{{name}}: sign-in and security',
  'password.changed': 'Last changed',
  'password.done': 'The password is changed, and you are signed out everywhere else.',
};
