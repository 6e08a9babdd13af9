import { screens } from './zh/screens.js';
import { signIn } from './zh/sign-in.js';
import { story } from './zh/story.js';
import { trade } from './zh/trade.js';

export const words = { ...trade, ...story, ...screens, ...signIn };
