import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readShape } from '../answer.ts';
import { flag, id, idMaybe, moment, present, text } from '../fields.ts';
import { ask, askForPage, type YouTubeOptions } from './ask.ts';

export type Caption = z.output<typeof Caption>;
const Caption = z
  .object({
    id,
    snippet: z
      .object({
        videoId: idMaybe,
        language: text,
        name: text,
        status: text,
        trackKind: text,
        isDraft: flag,
        lastUpdated: moment,
      })
      .partial(),
  })
  .transform(({ id, snippet }) => present({ id, ...snippet }));

export interface CaptionToAdd {
  readonly videoId: string;
  /** BCP 47: `de`, `pt-BR` */
  readonly language: string;
  readonly name: string;
  /** SubRip or WebVTT, as a whole file. */
  readonly file: string;
}

export const openCaptions = (options: YouTubeOptions) => ({
  captions: (videoId: string) =>
    askForPage(
      options,
      { operation: 'captions.list', path: 'captions', query: { part: 'snippet', videoId } },
      Caption,
    ),

  /** A second one of the same language and name is refused, so a lost answer can be found out with `captions`. */
  addCaption: async ({ file, ...snippet }: CaptionToAdd) => {
    const boundary = randomUUID();
    const { asked, usage } = await ask(options, {
      operation: 'captions.insert',
      method: 'POST',
      path: 'https://www.googleapis.com/upload/youtube/v3/captions',
      query: { uploadType: 'multipart', part: 'snippet' },
      headers: { 'content-type': `multipart/related; boundary=${boundary}` },
      body: [
        `--${boundary}\r\ncontent-type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify({ snippet })}`,
        `--${boundary}\r\ncontent-type: application/octet-stream\r\n\r\n${file}`,
        `--${boundary}--\r\n`,
      ].join('\r\n'),
    });
    return { caption: readShape(Caption, asked), usage };
  },
});
