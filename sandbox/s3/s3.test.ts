import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { crc32 } from 'node:zlib';
import { openSandbox, type Sandbox } from '../server.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const date = '20260301T120000Z';
const scope = '20260301/sandbox-1/s3/aws4_request';
const signingKey = ['20260301', 'sandbox-1', 's3', 'aws4_request'].reduce(
  (key, part) => hmac(key, part),
  Buffer.from('AWS4sandbox-secret'),
);

describe('s3', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox({ port: 0, smtpPort: 0 });
  });
  after(() => sandbox.close());

  interface Sending {
    path: string;
    body?: Buffer;
    payload?: string;
    headers?: Record<string, string>;
    /** Sent, though what was signed had another value or none. */
    unsigned?: Record<string, string>;
  }
  /**
   * Signs as the documentation says, written a second time so that one misreading does not prove the other.
   */
  const signed = ({ path, payload, body = Buffer.alloc(0), headers = {} }: Sending) => {
    const host = new URL(sandbox.url).host;
    const all: Record<string, string> = {
      host,
      'x-amz-date': date,
      'x-amz-content-sha256': payload ?? sha256(body),
      ...headers,
    };
    const names = Object.keys(all).sort();
    const canonical = [
      'PUT',
      path,
      '',
      ...names.map((name) => `${name}:${all[name]}`),
      '',
      names.join(';'),
      all['x-amz-content-sha256'],
    ].join('\n');
    const signature = hmac(
      signingKey,
      ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n'),
    ).toString('hex');
    const fields = [
      `Credential=sandbox/${scope}`,
      `SignedHeaders=${names.join(';')}`,
      `Signature=${signature}`,
    ];
    const authorization = `AWS4-HMAC-SHA256 ${fields.join(', ')}`;
    return { headers: { ...all, authorization }, signature };
  };
  const send = (sending: Sending, body = sending.body ?? Buffer.alloc(0)) => {
    const headers = {
      ...signed(sending).headers,
      ...sending.unsigned,
      'content-length': String(body.length),
    };
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(`${sandbox.url}${sending.path}`, { method: 'PUT', headers }, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk);
        resolve({ status: answer.statusCode!, text: Buffer.concat(chunks).toString() });
      });
      sent.once('error', reject).end(body);
    });
  };
  const refused = async (answer: Promise<{ status: number; text: string }>, status: number, code: string) => {
    const { status: given, text } = await answer;
    assert.deepEqual([given, /<Code>(\w+)</.exec(text)?.[1]], [status, code], text);
  };

  const photo = { path: '/s3/media/photo', body: Buffer.from('the bytes') };

  test('takes what is signed', async () => assert.equal((await send(photo)).status, 200));

  test('refuses other bytes, another path, another header and no signature', async () => {
    await refused(send(photo, Buffer.from('the bytez')), 400, 'XAmzContentSHA256Mismatch');
    await refused(
      send({ ...photo, unsigned: { 'x-amz-date': '20260301T120001Z' } }),
      403,
      'SignatureDoesNotMatch',
    );
    await refused(send({ ...photo, unsigned: { 'x-amz-meta-owner': 'me' } }), 403, 'AccessDenied');
    await refused(send({ ...photo, unsigned: { authorization: '' } }), 403, 'AccessDenied');
    const { authorization } = signed(photo).headers as Record<string, string>;
    await refused(
      send({ ...photo, path: '/s3/media/other', unsigned: { authorization: authorization! } }),
      403,
      'SignatureDoesNotMatch',
    );
    await refused(
      send({ ...photo, unsigned: { authorization: authorization!.replace('sandbox/', 'stranger/') } }),
      403,
      'InvalidAccessKeyId',
    );
  });

  const checksum = (bytes: Buffer) => {
    const value = Buffer.alloc(4);
    value.writeUInt32BE(crc32(bytes));
    return value.toString('base64');
  };

  test('refuses bytes that do not have the checksum that came with them', async () => {
    const headers = { 'x-amz-checksum-crc32': checksum(photo.body) };
    assert.equal((await send({ ...photo, headers })).status, 200);
    await refused(
      send({ ...photo, headers: { 'x-amz-checksum-crc32': checksum(Buffer.from('x')) } }),
      400,
      'BadDigest',
    );
    await refused(
      send({ ...photo, headers: { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' } }),
      501,
      'NotImplemented',
    );
  });

  /** `aws-chunked` with a chain of signatures and a signed trailer. */
  const streamed = (chunks: Buffer[], change: (body: string) => string = (body) => body) => {
    const bytes = Buffer.concat(chunks);
    const sending = {
      path: '/s3/media/streamed',
      payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      headers: {
        'x-amz-decoded-content-length': String(bytes.length),
        'x-amz-trailer': 'x-amz-checksum-crc32',
      },
    };
    let previous = signed(sending).signature;
    const chain = (...parts: string[]) => {
      previous = hmac(signingKey, [parts[0], date, scope, previous, ...parts.slice(1)].join('\n')).toString(
        'hex',
      );
      return previous;
    };
    const pieces = [...chunks, Buffer.alloc(0)].map((chunk) => {
      const signature = chain('AWS4-HMAC-SHA256-PAYLOAD', sha256(''), sha256(chunk));
      const head = `${chunk.length.toString(16)};chunk-signature=${signature}\r\n`;
      return chunk.length > 0 ? `${head}${chunk.toString('latin1')}\r\n` : head;
    });
    const trailer = `x-amz-checksum-crc32:${checksum(bytes)}`;
    const trailerSignature = chain('AWS4-HMAC-SHA256-TRAILER', sha256(`${trailer}\n`));
    const body = `${pieces.join('')}${trailer}\r\nx-amz-trailer-signature:${trailerSignature}\r\n\r\n`;
    return send(sending, Buffer.from(change(body), 'latin1'));
  };
  const chunks = [Buffer.from('first chunk, '), Buffer.from('second\r\nchunk')];

  test('takes a stream of signed chunks with a signed trailer', async () => {
    assert.equal((await streamed(chunks)).status, 200);
  });

  test('refuses a stream in which anything was changed, left out or exchanged', async () => {
    await refused(
      streamed(chunks, (body) => body.replace('first', 'fjrst')),
      403,
      'SignatureDoesNotMatch',
    );
    await refused(
      streamed(chunks, (body) => body.slice(body.indexOf('d;chunk', 5))),
      403,
      'SignatureDoesNotMatch',
    );
    await refused(
      streamed(chunks, (body) => body.replace(/crc32:..../, 'crc32:AAAA')),
      403,
      'SignatureDoesNotMatch',
    );
    await refused(
      streamed(chunks, (body) => body.slice(0, -200)),
      400,
      'IncompleteBody',
    );
  });
});
