import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Express } from 'express';

/** The files that the page needs; nothing else of the package is served. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>Order QR API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/initializer.js"></script>
</body>
</html>
`;

/** Reads this server's own document and asks no other host. */
const INITIALIZER = `window.ui = SwaggerUIBundle({
  url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null, queryConfigEnabled: false,
});
`;

/** The documentation page, offline: every byte comes from here. */
export function mountDocs(app: Express): void {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  app.get('/docs', (_req, res) => {
    res.type('html').send(PAGE);
  });
  app.get('/docs/initializer.js', (_req, res) => {
    res.type('js').send(INITIALIZER);
  });
  for (const file of FILES) {
    app.get(`/docs/${file}`, (_req, res) => {
      res.sendFile(join(folder, file), { maxAge: '1h' });
    });
  }
}
