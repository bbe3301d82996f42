/** A mail as it was read, in a process of its own. Everything in it is words of the outside. */
export interface ParsedMail {
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** The oldest first. */
  readonly references: readonly string[];
  readonly subject: string;
  readonly people: People;
  readonly text: string;
  readonly html: string | null;
  readonly remoteImagesCount: number;
  /** Pictures the text shows, by the names it calls them. */
  readonly contentIds: readonly string[];
  /** Nobody wrote it: an answer made by a machine, the return of a mail, or one of many alike. */
  readonly automatic: 'reply' | 'bounce' | 'bulk' | null;
  /** Mails that a bounce is about. */
  readonly about: readonly string[];
  readonly attachments: readonly ParsedFile[];
  /** Were there more, or larger ones? */
  readonly filesLeftOutCount: number;
}

export interface Address {
  readonly name: string | null;
  readonly address: string;
}

export interface People {
  readonly from: Address | null;
  readonly replyTo: Address | null;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
}

export interface ParsedFile {
  readonly name: string | null;
  readonly contentId: string | null;
  /** Base64. */
  readonly bytes: string;
}
