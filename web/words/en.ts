import { screens } from './en/screens.js';
import { signIn } from './en/sign-in.js';
import { story } from './en/story.js';
import { trade } from './en/trade.js';

export const words = { ...trade, ...story, ...screens, ...signIn };
