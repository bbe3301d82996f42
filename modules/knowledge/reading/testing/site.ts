import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { shapeOf } from '../formats/html-shape.ts';
import { textOfHtml } from '../formats/html-text.ts';
import type { DocumentRead } from '../read.ts';
import type { Fetched } from '../sites/fetch.ts';

export interface Site extends AsyncDisposable {
  readonly origin: string;
  readonly port: number;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
}

/** A site on this machine. 127.0.0.1 stands for the Internet in tests, and 127.0.0.2 for this network. */
export async function openSite(listener: RequestListener, host = '127.0.0.1', port = 0): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    listener(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(port, host, resolve);
  });
  const at = (server.address() as AddressInfo).port;
  return {
    ...{ origin: `http://${host}:${at}`, port: at, asked },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const isOpenInTests = (address: string) => address === '127.0.0.1';

/** Reads HTML where it stands: for tests of where a crawl goes, not of what it reads. */
export async function readHere({ bytes }: Extract<Fetched, { kind: 'page' }>): Promise<DocumentRead> {
  const html = bytes.toString('utf8');
  const { baseHref = null, canonicalHref = null, mayIndex, mayFollow, hrefs, title = '' } = shapeOf(html);
  const { text, headings } = textOfHtml(html, 100_000);
  return {
    ...{
      format: 'html',
      text,
      title,
      headings: [...headings],
      chunks: [],
      language: null,
      pages: null,
      warnings: [],
    },
    page: { baseHref, canonicalHref, mayIndex, mayFollow, hrefs: [...hrefs] },
  };
}
