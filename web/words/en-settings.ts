import { admin } from './en/admin.js';
import { calendar } from './en/calendar.js';
import { tokenKeys } from './en/token-keys.js';
import { tokens } from './en/tokens.js';

export const words = {
  ...admin,
  ...calendar,
  ...tokenKeys,
  ...tokens,
};
