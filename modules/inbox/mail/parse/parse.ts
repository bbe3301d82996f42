import { readFile } from 'node:fs/promises';
import type { AddressObject, Attachment, Headers, ParsedMail as Mail } from 'mailparser';
import { simpleParser } from 'mailparser';
import { cleanHtml, TooMuchHtml } from './clean-html.ts';
import type { Address, ParsedFile, ParsedMail } from './parsed.ts';
import { textOf } from './text-of.ts';

/** Runs in a child: what a mail is made of may be made to break whoever reads it. */
export default async function parse({ path }: { path: string }): Promise<ParsedMail> {
  const mail = await simpleParser(await readFile(path), {
    skipImageLinks: true,
    skipTextToHtml: true,
    skipHtmlToText: true,
  });
  const { html, remoteImagesCount, contentIds } = markupOf(mail);
  const isBounce = bounces(mail);
  return {
    messageId: idsIn(mail.messageId)[0] ?? null,
    inReplyTo: idsIn(mail.inReplyTo)[0] ?? null,
    references: [mail.references ?? []].flat().flatMap(idsIn).slice(-referencesMax),
    subject: (mail.subject ?? '').replace(/\s+/g, ' ').trim().slice(0, subjectLengthMax),
    people: {
      from: addressesIn(mail.from)[0] ?? null,
      replyTo: addressesIn(mail.replyTo)[0] ?? null,
      ...{ to: addressesIn(mail.to), cc: addressesIn(mail.cc), bcc: addressesIn(mail.bcc) },
    },
    text: wordsOf(mail).replaceAll('\0', '').trimEnd().slice(0, textLengthMax),
    ...{ html, remoteImagesCount, contentIds },
    automatic: isBounce ? 'bounce' : automaticBy(mail.headers),
    about: isBounce ? aboutOf(mail) : [],
    ...filesOf(mail.attachments),
  };
}

const htmlLengthMax = 1_500_000;
const textLengthMax = 90_000;
const subjectLengthMax = 900;
const referencesMax = 50;
const addressesMax = 40;
const nameLengthMax = 200;
const filesMax = 30;
const fileNameLengthMax = 255;

const wordsOf = ({ text, html }: Mail): string =>
  text !== undefined && text.trim() !== '' ? text : html ? textOf(html.slice(0, htmlLengthMax)) : '';

/** Markup that is too much for us is left out: its words are there as text. */
function markupOf({ html }: Mail): Pick<ParsedMail, 'html' | 'remoteImagesCount' | 'contentIds'> {
  const none = { html: null, remoteImagesCount: 0, contentIds: [] };
  if (!html || html.length > htmlLengthMax) return none;
  try {
    return cleanHtml(html);
  } catch (error) {
    if (error instanceof TooMuchHtml) return none;
    throw error;
  }
}

/** `<id@host>`, without spaces: other signs are found in them everywhere. */
const idsIn = (text: string | undefined): string[] => (text ?? '').match(/<[^<>\s]{1,900}>/g) ?? [];

function addressesIn(found: AddressObject | readonly AddressObject[] | undefined): Address[] {
  const flat = [found ?? []].flat().flatMap(({ value }) => value.flatMap((one) => one.group ?? [one]));
  return flat
    .filter(({ address }) => address !== undefined && /^[^\s@]+@[^\s@]+$/.test(address))
    .slice(0, addressesMax)
    .map(({ name, address }) => ({
      name: name.replaceAll('\0', '').trim().slice(0, nameLengthMax) || null,
      address: address!.toLowerCase().slice(0, 320),
    }));
}

const headerOf = (headers: Headers, name: string): string => {
  const value = headers.get(name);
  return typeof value === 'string' ? value.toLowerCase() : '';
};

/** RFC 3834, and what programs wrote before there was one. */
function automaticBy(headers: Headers): 'reply' | 'bulk' | null {
  const submitted = headerOf(headers, 'auto-submitted');
  if (submitted.startsWith('auto-replied')) return 'reply';
  if (['x-autoreply', 'x-autorespond', 'x-auto-response-suppress'].some((name) => headers.has(name)))
    return headers.has('x-auto-response-suppress') && submitted === '' ? 'bulk' : 'reply';
  const precedence = headerOf(headers, 'precedence');
  if (precedence === 'auto_reply') return 'reply';
  const isList = headers.has('list') || headers.has('list-id') || headers.has('list-unsubscribe');
  if (isList || ['bulk', 'list', 'junk'].includes(precedence)) return 'bulk';
  return submitted !== '' && submitted !== 'no' ? 'bulk' : null;
}

/** A report of a mail server (RFC 3464), or what old ones write by themselves: nobody can be answered there. */
function bounces({ headers, from }: Mail): boolean {
  const type = headers.get('content-type') as { value?: string; params?: Record<string, string> } | undefined;
  if (type?.value === 'multipart/report') return type.params?.['report-type'] === 'delivery-status';
  const sender = from?.value[0]?.address?.toLowerCase() ?? '';
  return /^(mailer-daemon|postmaster)@/.test(sender) && headerOf(headers, 'auto-submitted') !== '';
}

/** The mail that was returned is in it, or its head is. */
function aboutOf({ attachments, inReplyTo, references, text }: Mail): string[] {
  const parts = attachments
    .filter(({ contentType }) => /^(message|text)\//.test(contentType))
    .map(({ content }) => content.toString('latin1', 0, 64_000));
  const named = [...parts, text ?? ''].flatMap((part) =>
    [...part.matchAll(/^message-id:\s*(<[^<>\s]+>)/gim)].map(([, id]) => id!),
  );
  return [...new Set([...named, ...idsIn(inReplyTo), ...[references ?? []].flat().flatMap(idsIn)])].slice(
    0,
    10,
  );
}

function filesOf(found: readonly Attachment[]): Pick<ParsedMail, 'attachments' | 'filesLeftOutCount'> {
  const attachments = found.slice(0, filesMax).map(
    ({ filename, cid, content }): ParsedFile => ({
      name: filename?.replaceAll('\0', '').slice(0, fileNameLengthMax) || null,
      contentId: cid?.slice(0, 998) || null,
      bytes: content.toString('base64'),
    }),
  );
  return { attachments, filesLeftOutCount: found.length - attachments.length };
}
