import { Buffer } from 'node:buffer';
import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { decoded, type Encoding, encodingOf } from '../../intake/encoding.js';
import { FileRefused } from '../../intake/refusals.js';
import { inChunks } from './a-file.js';

async function textOf(bytes: Buffer, given?: Encoding, chunk?: number): Promise<string> {
  let text = '';
  for await (const piece of decoded(inChunks(bytes, chunk), given)) text += piece;
  return text;
}

async function refusal(bytes: Buffer, given?: Encoding): Promise<string> {
  const error = await textOf(bytes, given).catch((caught: unknown) => caught);
  return error instanceof FileRefused ? error.code : 'read';
}

const CHINESE = '订单号,客户,地址\nA-1,王小明,北京市朝阳区建国路88号\nA-2,李雷,上海市浦东新区\n';
const GERMAN = 'Nr,Kunde,Straße\n1,Jürgen Müller,Königstraße 5\n2,René Ångström,Gänsemarkt – 3 €\n';

describe('encoding', () => {
  test.each<[string, Encoding, string]>([
    ['Chinese', 'utf-8', CHINESE],
    ['Chinese', 'gb18030', CHINESE],
    ['German', 'utf-8', GERMAN],
    ['German', 'windows-1252', GERMAN],
  ])('recognises %s in %s, cut anywhere', async (_, encoding, text) => {
    const bytes = iconv.encode(text, encoding);
    expect(encodingOf(bytes)).toBe(encoding);
    for (const chunk of [1, 2, 3, 7]) expect(await textOf(bytes, undefined, chunk)).toBe(text);
  });

  test('decides at the first byte that is not ASCII, however far down', async () => {
    const plain = '1,abc\n'.repeat(150_000);
    for (const encoding of ['gb18030', 'utf-8'] as const) {
      expect(await textOf(iconv.encode(plain + CHINESE, encoding), undefined, 50_000)).toBe(plain + CHINESE);
    }
  });

  test('takes the byte order mark away', async () => {
    expect(await textOf(Buffer.from(`\ufeff${CHINESE}`))).toBe(CHINESE);
    expect(await textOf(Buffer.from('\ufeffa,b\n'), undefined, 1)).toBe('a,b\n');
  });

  test('a few broken bytes do not change the encoding; they become U+FFFD', async () => {
    const bytes = Buffer.concat([Buffer.from(CHINESE), Buffer.from([0xff, 0x0a]), Buffer.from(CHINESE)]);
    expect(await textOf(bytes)).toBe(`${CHINESE}\ufffd\n${CHINESE}`);
    expect(await textOf(Buffer.from([0x61, 0xe4, 0xbd]), 'utf-8')).toBe('a\ufffd');
    expect(await textOf(Buffer.from([0x61, 0xb0]), 'gb18030')).toBe('a\ufffd');
    expect(await textOf(Buffer.from([0x61, 0x81]), 'windows-1252')).toBe('a\ufffd');
  });

  test('refuses what is no text, UTF-16, and an encoding given against the evidence', async () => {
    expect(await refusal(Buffer.from('PK\u0003\u0004rest'))).toBe('not_text');
    expect(await refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toBe('not_text');
    expect(await refusal(iconv.encode('a,b\n1,2\n', 'utf-16le', { addBOM: true }))).toBe('encoding_unknown');
    expect(await refusal(iconv.encode('a,b\n1,2\n', 'utf-16be'))).toBe('encoding_unknown');
    expect(await refusal(Buffer.from(CHINESE), 'gb18030')).toBe('encoding_contradicted');
    expect(await refusal(Buffer.from(CHINESE), 'windows-1252')).toBe('encoding_contradicted');
    expect(await refusal(Buffer.from(CHINESE), 'utf-8')).toBe('read');
    expect(await refusal(iconv.encode(CHINESE, 'gb18030'), 'gb18030')).toBe('read');
    expect(await refusal(Buffer.from('a\u0000b,c\n'.padEnd(100)))).toBe('read');
  });

  test('Western names whose bytes could be rare Chinese characters stay Western', () => {
    expect(encodingOf(iconv.encode('1,Renée\n2,Zoëlla\n3,Jürgen\n', 'windows-1252'))).toBe('windows-1252');
    expect(encodingOf(iconv.encode('1,王芳\n2,李雷\n', 'gb18030'))).toBe('gb18030');
  });

  test('a character cut off by the end of the window says nothing against UTF-8', () => {
    expect(encodingOf(Buffer.from('1,Renée 王').subarray(0, -1))).toBe('utf-8');
  });

  test('an empty file is empty text', async () => {
    expect(await textOf(Buffer.alloc(0))).toBe('');
  });
});
