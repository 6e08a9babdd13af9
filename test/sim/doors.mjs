/** Node asks here where an import leads: into the simulated rooms, where there is one. */
import { ROOMS } from './rooms.mjs';

export function resolve(specifier, context, next) {
  const room = ROOMS.find(([pattern]) => new RegExp(pattern).test(specifier));
  return next(room ? new URL(`./rooms/${room[1]}`, import.meta.url).href : specifier, context);
}
