import { Readable } from 'node:stream';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { keepPicture } from '../../../kit/images/reencode.ts';
import { AccountId } from '../../connections/contract.ts';
import { type AccountAccess, type Person, refusalWords, withAccess } from '../../connections/index.ts';
import { contactChanged } from '../contacts/contract.ts';
import type { IdentityId } from '../conversations/contract.ts';
import type { InboxOutside } from '../outside.ts';
import { lookUpPerson } from './jobs.ts';
import * as db from './looking-up.sql.ts';
import { isUnreadable } from './media/keeping.ts';
import { lookUpAgainAfterMs } from './people.ts';
import { addressOf, short } from './read/words.ts';

const pictureBytesMax = 4 * 1_048_576;
const picturePx = 160;
const personTextMax = 255;

/** The platform is asked who somebody is, and shows their picture for a while: it is drawn anew and kept here. */
export async function runLookUpPerson(
  unit: Unit,
  { identityId }: { identityId: IdentityId },
  outside: InboxOutside,
): Promise<void> {
  const unknown = await unit.work((ctx) =>
    db.findToLookUp(ctx.tx, identityId, new Date(ctx.now.getTime() - lookUpAgainAfterMs)),
  );
  if (!unknown) return;
  const found = await withAccess(unit, outside, AccountId.parse(unknown.accountId), async (access) => {
    const person = await askFor(access, unknown.platformUserId, unit, outside);
    const picture = await pictureOf(access, person, unknown.pictureSource, unit, outside);
    return { person, picture };
  });
  const replaced = await unit.work((ctx) => keepFound(ctx, identityId, found));
  const { picture } = found;
  const before = replaced?.pictureBefore;
  if (picture && before && before !== picture.key) await outside.storage.delete(before);
  if (picture && !replaced) await outside.storage.delete(picture.key);
}

interface Found {
  readonly person: Person;
  readonly picture: { readonly key: string; readonly source: string } | undefined;
}

/** Screens hear of it: whoever looks at the conversation has seen nobody in particular until then. */
async function keepFound(ctx: Ctx, identityId: IdentityId, { person, picture }: Found) {
  const found = {
    name: short(person.name, personTextMax) ?? null,
    username: short(person.username, personTextMax) ?? null,
    profileUrl: addressOf(person.profileUrl)?.slice(0, 2_000) ?? null,
    picture,
  };
  const kept = await db.markLookedUp(ctx.tx, identityId, found, ctx.now);
  if (kept?.isNews) await ctx.publish(contactChanged, { contactId: kept.contactId });
  return kept;
}

/** Whom the platform does not show is nobody in particular, and is not asked for again before tomorrow. */
async function askFor(
  access: AccountAccess,
  personId: string,
  { signal }: Unit,
  { platforms }: InboxOutside,
): Promise<Person> {
  const ask = platforms.get(access.platform)?.person;
  if (!ask) return {};
  return ask(access, personId, signal).catch((error: unknown) => {
    if (refusalWords(error)?.isFinal) return {};
    throw error;
  });
}

/** Addresses of the same picture differ in what signs them. */
const withoutSignature = (url: string) => url.replace(/[?#].*$/s, '').slice(0, 4_000);

async function pictureOf(
  access: AccountAccess,
  { pictureUrl }: Person,
  known: string | null,
  { signal, workspaceId, jobId }: Unit,
  { platforms, storage }: InboxOutside,
): Promise<{ key: string; source: string } | undefined> {
  const address = addressOf(pictureUrl);
  const source = address && withoutSignature(address);
  const fetchFile = platforms.get(access.platform)?.file;
  if (!address || !source || source === known || !fetchFile) return undefined;
  try {
    const bytes = await fetchFile(access, { source: address, bytesMax: pictureBytesMax }, signal);
    const keyOf = (hash: string) => `w/${workspaceId}/inbox/people/${hash}.webp`;
    const how = { shape: 'square', px: picturePx, bytesMax: pictureBytesMax, once: jobId, signal } as const;
    return { key: await keepPicture(storage, keyOf, Readable.from([bytes]), how), source };
  } catch (error) {
    // A name without a picture is better than neither.
    if (isUnreadable(error) || refusalWords(error)?.isFinal) return undefined;
    throw error;
  }
}

const askedAfterMs = 30 * 60_000;
const soughtForMs = 2 * 86_400_000;
const foundAtOnceMax = 500;

/** Those who wrote and were not asked for; after two days they are when they write again. */
export async function lookForPeople(ctx: Ctx): Promise<void> {
  const now = ctx.now.getTime();
  const [after, before] = [new Date(now - soughtForMs), new Date(now - askedAfterMs)];
  for (const { id } of await db.identitiesUnknown(ctx.tx, after, before, foundAtOnceMax))
    await ctx.enqueue(lookUpPerson, { identityId: id });
}
