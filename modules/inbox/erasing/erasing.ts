import { type Ctx, memberOf, type Unit } from '../../../kit/ctx.ts';
import { eraseAuthors, hasWordsLeft as hasCommentedWordsLeft } from '../comments/erasing.sql.ts';
import { emptyComments } from '../comments/erasing.ts';
import { holdContacts } from '../contacts/contacts.sql.ts';
import { showContact } from '../contacts/contacts.ts';
import { type Contact, contactChanged, contactErased } from '../contacts/contract.ts';
import { requireContact } from '../contacts/seen.ts';
import { inboxError } from '../contract.ts';
import { type ContactId, conversationChanged } from '../conversations/contract.ts';
import { holdPerson } from '../intake/people.sql.ts';
import type { ConversationId } from '../messages/contract.ts';
import { holdConversation, nothingAdded, settleConversation } from '../messages/record.sql.ts';
import type { InboxOutside } from '../outside.ts';
import * as db from './erasing.sql.ts';
import { emptyContact } from './jobs.ts';

type Named = { readonly contactId: ContactId };
type Storage = Pick<InboxOutside, 'storage'>;

const contactsAtOnceMax = 100;
const conversationsAtOnce = 50;
const messagesAtOnce = 200;
const picturesAtOnce = 50;
const firstOfAll = '00000000-0000-0000-0000-000000000000';

/** Who they were is gone with the answer; what they wrote goes in the minutes after. Asked again, nothing changes. */
export async function eraseContact(
  ctx: Ctx,
  { contactId }: Named,
  outside: Pick<InboxOutside, 'fileUrl'>,
): Promise<Contact> {
  await requireContact(ctx, 'inbox.erase', contactId, { isWhole: true, isOver: true });
  const [contact] = await holdContacts(ctx.tx, [contactId]);
  if (contact?.mergedInto) throw inboxError('contact_is_merged', { contactId });
  if (contact && !contact.erasedAt) {
    await holdPeople(ctx, contactId);
    const everyone = await db.everyoneIn(ctx.tx, contactId);
    await eraseAuthors(ctx.tx, everyone);
    await db.eraseProfiles(ctx.tx, everyone, memberOf(ctx.actor)?.memberId ?? null, ctx.now);
    await ctx.enqueue(emptyContact, { contactId });
    await ctx.record({
      category: 'content',
      action: 'inbox.contact_erased',
      subject: { type: 'contact', id: contactId },
    });
    await ctx.publish(contactErased, { contactId });
    await ctx.publish(contactChanged, { contactId });
  }
  return showContact(ctx, contactId, outside);
}

/** What is being taken in of them comes first, and after that nobody is known by who they were on a platform. */
async function holdPeople(ctx: Ctx, contactId: ContactId): Promise<void> {
  for (const { channelId, personId } of await db.peopleOf(ctx.tx, contactId))
    await holdPerson(ctx.tx, channelId, personId);
}

/** Takes no input: whatever an erasure has not come to an end with is taken up again. */
export async function sweepErased(ctx: Ctx): Promise<void> {
  for (const { id: contactId } of await db.contactsToEmpty(ctx.tx, contactsAtOnceMax))
    await ctx.enqueue(emptyContact, { contactId });
}

/** Stopped anywhere, it begins again and finds nothing where it has been: files go before what leads to them. */
export async function runEmpty(unit: Unit, { contactId }: Named, outside: Storage): Promise<void> {
  if (!(await unit.work(({ tx }) => db.isToBeEmptied(tx, contactId)))) return;
  await dropPictures(unit, contactId, outside);
  let after = firstOfAll;
  for (;;) {
    const some = await unit.work(({ tx }) =>
      db.conversationsToEmpty(tx, contactId, after, conversationsAtOnce),
    );
    for (const { id } of some) await emptyConversation(unit, id, outside);
    if (some.length < conversationsAtOnce) break;
    after = some.at(-1)!.id;
  }
  await emptyComments(unit, contactId);
  await unit.work(async (ctx) => {
    // What was on its way when it began is left to the sweep, which comes when that is over.
    if ((await db.hasWordsLeft(ctx.tx, contactId)).hasWords) return;
    if ((await hasCommentedWordsLeft(ctx.tx, contactId)).hasWords) return;
    await db.markEmptied(ctx.tx, await db.everyoneIn(ctx.tx, contactId), ctx.now);
    await ctx.publish(contactChanged, { contactId });
  });
}

async function dropPictures(unit: Unit, contactId: ContactId, { storage }: Storage): Promise<void> {
  for (;;) {
    const pictures = await unit.work(({ tx }) => db.picturesOf(tx, contactId, picturesAtOnce));
    if (pictures.length === 0) return;
    for (const { key } of pictures) await storage.delete(key);
    await unit.work(({ tx }) =>
      db.dropPictures(
        tx,
        pictures.map(({ id }) => id),
      ),
    );
  }
}

async function emptyConversation(unit: Unit, id: ConversationId, { storage }: Storage): Promise<void> {
  await unit.work(async ({ tx }) => {
    if (await holdConversation(tx, id)) await db.cancelWaiting(tx, id);
  });
  let reached: db.Reached = db.notReached;
  for (;;) {
    const some = await unit.work(({ tx }) => db.messagesToErase(tx, id, reached, messagesAtOnce));
    if (some.length === 0) break;
    const ids = some.map((message) => message.id);
    const files = await unit.work(({ tx }) => db.filesOf(tx, ids));
    for (const key of files.flatMap(({ keys }) => keys)) await storage.delete(key);
    await unit.work(async ({ tx }) => {
      await holdConversation(tx, id);
      await db.eraseMessages(
        tx,
        ids,
        files.map((file) => file.id),
      );
    });
    reached = some.at(-1)!;
  }
  await unit.work(async (ctx) => {
    const held = await holdConversation(ctx.tx, id);
    if (!held) return;
    await db.closeErased(ctx.tx, id, ctx.now);
    await settleConversation(ctx.tx, id, nothingAdded);
    await ctx.publish(conversationChanged, { conversationId: id, channelId: held.channelId });
  });
}
