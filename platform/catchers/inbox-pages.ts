import { timingSafeEqual } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import type { CaughtMessage } from './caught.js';
import type { Inbox } from './inbox.js';

/** GET /messages (newest first, no contents) and GET /messages/:id, for the holder of the token. */
export function inboxPages(inbox: Inbox, token: string): Router {
  const router = Router();
  router.use('/messages', bearerOnly(token));
  router.get('/messages', (_request, response) => {
    response.json({ counts: inbox.counts(), messages: inbox.list().reverse().map(summaryOf) });
  });
  router.get('/messages/:id', (request, response) => {
    const message = inbox.find(request.params.id);
    if (message === undefined) response.status(404).json({ error: 'no_such_message' });
    else response.json(contentOf(message));
  });
  return router;
}

function bearerOnly(token: string): RequestHandler {
  const expected = Buffer.from(`Bearer ${token}`);
  return (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const given = Buffer.from(request.get('authorization') ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) next();
    else response.status(401).json({ error: 'token_needed' });
  };
}

function summaryOf({ id, channel, deliveryId, at, sizeBytes, duplicate }: CaughtMessage) {
  return { id, channel, deliveryId, at, sizeBytes, duplicate };
}

function contentOf(message: CaughtMessage) {
  if (message.channel === 'sms') return message;
  const attachments = message.attachments.map((attachment) => ({
    ...attachment,
    content: attachment.content.toString('base64'),
  }));
  return { ...message, attachments };
}
