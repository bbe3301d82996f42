import MailComposer from 'nodemailer/lib/mail-composer/index.js';

export interface Letter {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  readonly inReplyTo: string | undefined;
  readonly references: readonly string[];
  readonly date: Date;
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly content: Buffer }[];
}

/** The bytes of a mail: the same go to whoever it is for and into the folder of what was sent. */
export function composeMail(letter: Letter): Promise<Buffer> {
  const { from, to, cc, subject, text, messageId, inReplyTo, references, date, files } = letter;
  const composer = new MailComposer({
    ...{ from, to: [...to], cc: [...cc], subject, text, messageId, date },
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    references: [...references],
    attachments: files.map(({ name, mediaType, content }) => ({
      ...{ filename: name, contentType: mediaType, content },
    })),
    // Words of people may look like a path or an address: nothing is read or fetched for them.
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  });
  return composer.compile().build();
}
