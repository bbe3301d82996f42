import type { NamedFailure } from '../failure-list.ts';
import { wireFailures } from '../wire-faults.ts';

const byPicture = (name: string, does: string): NamedFailure => ({
  name,
  trigger: `publish a picture or a video whose address has ${name} in it`,
  does,
});
const byContact = (name: string, does: string): NamedFailure => ({
  name,
  trigger: `name a contact ${name}`,
  does,
});

/** What Meta says of a file it cannot use, by the name in the file's address. */
export const pictureTroubles: Readonly<Record<string, { subcode: number; text: string; late: boolean }>> = {
  'download-timeout': { subcode: 2207003, text: 'It takes too long to download the media.', late: false },
  'fetch-failed': { subcode: 2207052, text: 'The media could not be fetched from this uri.', late: false },
  'bad-video': {
    subcode: 2207026,
    text: 'The video file you selected is in an unsupported format.',
    late: true,
  },
  'bad-ratio': { subcode: 2207009, text: 'The aspect ratio is not supported.', late: false },
  'user-restricted': { subcode: 2207050, text: 'The Instagram account is restricted.', late: false },
  'action-blocked': {
    subcode: 2207051,
    text: 'Application request limit reached: action blocked.',
    late: false,
  },
  'looks-like-spam': { subcode: 2207001, text: 'Instagram server error: looks like spam.', late: true },
};

export const metaFailures: readonly NamedFailure[] = [
  ...wireFailures,
  {
    name: 'empty-page',
    trigger: 'name an account empty-page, or send the header x-sandbox-failure: empty-page',
    does: 'answers a list with an empty page that still has a next one',
  },
  byContact('withheld-fields', 'leaves out whatever is optional: names, user names, pictures'),
  byContact('undeliverable', 'takes a WhatsApp message, and then says that it failed (131026)'),
  byContact('other-number', 'has a WhatsApp id that is not the number one writes to'),
  ...Object.entries(pictureTroubles).map(([name, { subcode }]) =>
    byPicture(name, `fails with the subcode ${subcode}`),
  ),
  byPicture('never-ready', 'stays IN_PROGRESS until it expires'),
];

/** Whether a failure's name stands in the text as a word of its own. */
export const names = (text: string, name: string) => new RegExp(`(?<![a-z0-9-])${name}(?![a-z-])`).test(text);
