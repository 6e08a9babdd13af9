import { z } from 'zod';
import { orderNo } from './fields.js';
import { stream } from './route.js';

export const EVENT_ROUTES = {
  listenToEvents: stream({
    path: '/events',
    summary:
      'Server-sent events: `changed` names areas that may be read anew, `beat` says that nothing else has happened; the id of each is a change number to go on from (Last-Event-ID)',
    right: 'person',
    query: z.strictObject({
      order: orderNo.optional().meta({ description: 'Says of each change whether it touched this order.' }),
    }),
    answers: { 200: { description: 'Events, until the caller goes.', mediaType: 'text/event-stream' } },
    refusals: ['order_unknown', 'too_many_requests'],
  }),
};
