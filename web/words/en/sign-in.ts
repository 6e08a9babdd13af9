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
};
