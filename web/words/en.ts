import { admin } from './en/admin.js';
import { around } from './en/around.js';
import { calendar } from './en/calendar.js';
import { correction } from './en/correction.js';
import { desk } from './en/desk.js';
import { messages } from './en/messages.js';
import { people } from './en/people.js';
import { reviews } from './en/reviews.js';
import { scan } from './en/scan.js';
import { screens } from './en/screens.js';
import { signIn } from './en/sign-in.js';
import { story } from './en/story.js';
import { technician } from './en/technician.js';
import { tokens } from './en/tokens.js';
import { trade } from './en/trade.js';
import { views } from './en/views.js';

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
