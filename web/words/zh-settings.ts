import { admin } from './zh/admin.js';
import { calendar } from './zh/calendar.js';
import { tokenKeys } from './zh/token-keys.js';
import { tokens } from './zh/tokens.js';

export const words = {
  ...admin,
  ...calendar,
  ...tokenKeys,
  ...tokens,
};
