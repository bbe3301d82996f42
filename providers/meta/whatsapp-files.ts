import { z } from 'zod';
import { Trouble } from '../trouble.ts';
import type { Answer, Graph, Way } from './graph.ts';
import { count, done, id, maybe, present, text } from './shapes.ts';

export interface WhatsAppFileFacts {
  readonly id: string;
  /** For five minutes, and only with the token: it cannot be given to anybody else. */
  readonly url: string;
  readonly mimeType?: string;
  /** Of the file, in hex. */
  readonly sha256?: string;
  readonly sizeBytes?: number;
}

/** Files that were sent to a number, and those to be sent from it. */
export interface WhatsAppFiles {
  get(fileId: string): Promise<Answer<WhatsAppFileFacts>>;
  /** The file itself. Longer ones than `bytesMax` are refused. */
  download(fileId: string, bytesMax: number): Promise<{ bytes: Uint8Array; mimeType?: string }>;
  upload(
    numberId: string,
    file: { bytes: Uint8Array<ArrayBuffer>; mimeType: string; fileName: string },
  ): Promise<Answer<{ fileId: string }>>;
  remove(fileId: string): Promise<Answer<undefined>>;
}

const fileTimeoutMs = 60_000;

export function openWhatsAppFiles(graph: Graph, way: Way & { token: string }): WhatsAppFiles {
  const get = (fileId: string) => graph.ask({ method: 'GET', path: [fileId], name: 'GET /{file}' }, facts);
  return {
    get,
    download: async (fileId, bytesMax) => download(way, (await get(fileId)).data, bytesMax),
    upload: (numberId, { bytes, mimeType, fileName }) => {
      const body = new FormData();
      body.set('messaging_product', 'whatsapp');
      body.set('type', mimeType);
      body.set('file', new Blob([bytes], { type: mimeType }), fileName);
      return graph.ask(
        {
          method: 'POST',
          path: [numberId, 'media'],
          name: 'POST /media',
          body,
          // What nobody sends is gone after thirty days.
          isRepeatable: true,
          timeoutMs: fileTimeoutMs,
        },
        z.object({ id }).transform((one) => ({ fileId: one.id })),
      );
    },
    remove: (fileId) =>
      graph.ask({ method: 'DELETE', path: [fileId], name: 'DELETE /{file}', isRepeatable: true }, done),
  };
}

const facts = z
  .object({
    id,
    url: text.min(1),
    mime_type: maybe(text),
    sha256: maybe(text),
    file_size: maybe(count),
  })
  .transform(
    (one): WhatsAppFileFacts =>
      present({
        id: one.id,
        url: one.url,
        mimeType: one.mime_type,
        sha256: one.sha256,
        sizeBytes: one.file_size,
      }),
  );

const name = 'GET the file';
const about = { provider: 'meta', call: name };

/** The token is sent along, so the address is one that the platform itself named a moment ago, and not in the clear. */
async function download(
  { wire, token, signal }: Way & { token: string },
  { url, mimeType }: WhatsAppFileFacts,
  bytesMax: number,
) {
  if (!url.startsWith('https://'))
    throw new Trouble('rejected', `${name}: its address is not safe to send a token to`, about);
  const response = await wire
    .fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(fileTimeoutMs), ...(signal ? [signal] : [])]),
    })
    .catch((cause: unknown) => {
      if (signal?.aborted) throw signal.reason;
      throw new Trouble('unavailable', `meta did not answer to ${name}`, { ...about, cause });
    });
  if (response.status !== 200) throw refused(response);
  return { bytes: await bytesOf(response, bytesMax), ...(mimeType !== undefined && { mimeType }) };
}

/** An address that is too old is not found, and the next attempt asks for a new one. */
function refused({ status }: Response): Trouble {
  const kind = status === 401 ? 'unauthorized' : status === 404 || status >= 500 ? 'unavailable' : 'rejected';
  return new Trouble(kind, `meta answered ${status} to ${name}`, { ...about, status });
}

async function bytesOf(response: Response, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > bytesMax)
        throw new Trouble('rejected', `${name}: it is longer than ${bytesMax} bytes`, about);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof Trouble) throw cause;
    throw new Trouble('unavailable', `meta broke off in ${name}`, { ...about, cause });
  }
  return Buffer.concat(chunks);
}
