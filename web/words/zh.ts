import { around } from './zh/around.js';
import { correction } from './zh/correction.js';
import { desk } from './zh/desk.js';
import { digests } from './zh/digests.js';
import { messages } from './zh/messages.js';
import { people } from './zh/people.js';
import { reviews } from './zh/reviews.js';
import { scan } from './zh/scan.js';
import { screens } from './zh/screens.js';
import { shell } from './zh/shell.js';
import { signIn } from './zh/sign-in.js';
import { story } from './zh/story.js';
import { technician } from './zh/technician.js';
import { trade } from './zh/trade.js';
import { views } from './zh/views.js';

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
