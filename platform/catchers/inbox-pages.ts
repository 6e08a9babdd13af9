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

function summaryOf(message: CaughtMessage) {
  const { id, channel, deliveryId, at, sizeBytes, duplicate } = message;
  return { id, channel, deliveryId, at, sizeBytes, duplicate };
}

function titleOf(message: CaughtMessage): string {
  switch (message.channel) {
    case 'email':
      return message.subject;
    case 'sms':
      return message.template;
    case 'push':
      return message.title;
  }
}

/** Every channel with the same parts; what it has besides stands as it came. */
function contentOf(message: CaughtMessage) {
  const title = titleOf(message);
  switch (message.channel) {
    case 'email': {
      const attachments = message.attachments.map((attachment) => ({
        ...attachment,
        content: attachment.content.toString('base64'),
      }));
      return { ...message, title, attachments };
    }
    case 'sms': {
      const text = Object.entries(message.params).map(([name, value]) => `${name}: ${value}`);
      return { ...message, title, text: text.join('\n'), html: '', attachments: [] };
    }
    case 'push':
      return { ...message, title, text: `${message.body}\n${message.url}`, html: '', attachments: [] };
  }
}
