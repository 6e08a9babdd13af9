import { around } from './en/around.js';
import { correction } from './en/correction.js';
import { desk } from './en/desk.js';
import { digests } from './en/digests.js';
import { messages } from './en/messages.js';
import { people } from './en/people.js';
import { reviews } from './en/reviews.js';
import { scan } from './en/scan.js';
import { screens } from './en/screens.js';
import { shell } from './en/shell.js';
import { signIn } from './en/sign-in.js';
import { story } from './en/story.js';
import { technician } from './en/technician.js';
import { trade } from './en/trade.js';
import { views } from './en/views.js';

export const words = {
  ...around,
  ...correction,
  ...desk,
  ...digests,
  ...messages,
  ...people,
  ...reviews,
  ...scan,
  ...screens,
  ...shell,
  ...signIn,
  ...story,
  ...technician,
  ...views,
  ...trade,
};
