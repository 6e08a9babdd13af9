import { admin } from './zh/admin.js';
import { calendar } from './zh/calendar.js';
import { tokens } from './zh/tokens.js';

export const words = {
  ...admin,
  ...calendar,
  ...tokens,
};
