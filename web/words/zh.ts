import { admin } from './zh/admin.js';
import { around } from './zh/around.js';
import { calendar } from './zh/calendar.js';
import { correction } from './zh/correction.js';
import { desk } from './zh/desk.js';
import { messages } from './zh/messages.js';
import { people } from './zh/people.js';
import { reviews } from './zh/reviews.js';
import { scan } from './zh/scan.js';
import { screens } from './zh/screens.js';
import { signIn } from './zh/sign-in.js';
import { story } from './zh/story.js';
import { technician } from './zh/technician.js';
import { tokens } from './zh/tokens.js';
import { trade } from './zh/trade.js';
import { views } from './zh/views.js';

export const words = {
  ...admin,
  ...around,
  ...calendar,
  ...correction,
  ...desk,
  ...messages,
  ...people,
  ...reviews,
  ...scan,
  ...screens,
  ...signIn,
  ...story,
  ...technician,
  ...views,
  ...tokens,
  ...trade,
};
