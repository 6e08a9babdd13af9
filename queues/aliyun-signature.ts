import { createHash, createHmac } from 'node:crypto';

/** Aliyun's request signature, version 3 (ACS3-HMAC-SHA256). */

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Percent-encoding of RFC 3986. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

export interface AliyunRequest {
  host: string;
  path: string;
  action: string;
  version: string;
  query: Readonly<Record<string, string>>;
  /** ISO 8601 in UTC, to the second. */
  date: string;
  nonce: string;
}

/** The query as it is sent and signed, and every header of the request; the body is empty. */
export function signedRequest(
  { accessKeyId, accessKeySecret }: { accessKeyId: string; accessKeySecret: string },
  { host, path, action, version, query, date, nonce }: AliyunRequest,
): { query: string; headers: Record<string, string> } {
  const queryText = Object.keys(query)
    .toSorted()
    .map((name) => `${encoded(name)}=${encoded(query[name] ?? '')}`)
    .join('&');
  const bodyHash = sha256('');
  const headers: Record<string, string> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': date,
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  };
  const names = Object.keys(headers).toSorted();
  const canonical = [
    'POST',
    path,
    queryText,
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    bodyHash,
  ].join('\n');
  const signature = createHmac('sha256', accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return { query: queryText, headers: { ...headers, authorization } };
}
