import type { OpenCtx, PersonCtx, Unit } from '../../../kit/ctx.ts';
import { AppError, kitError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { UserId } from '../../../kit/ids.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { requireProof } from '../sign-in/proof.ts';
import { deleteSessionsOf } from '../sign-in/sessions.sql.ts';
import { tokenHashIn } from '../sign-in/tickets.ts';
import { type Deletion, deletionGraceDays } from './contract.ts';
import * as db from './deletion.sql.ts';
import { filesOf, removeFiles } from './files.ts';
import { removePerson, removePersonFiles, tellOfDeletion } from './jobs.ts';

const dayMs = 86_400_000;
const graceMs = deletionGraceDays * dayMs;
/** From the last moment somebody can stay to the first they are removed in: clocks of two machines differ. */
const marginMs = 3_600_000;
const removedAtOnceMax = 500;

export async function getDeletion(ctx: PersonCtx): Promise<Deletion> {
  const found = await db.findDeletion(ctx.tx, ctx.actor.userId);
  if (!found) throw kitError('not_signed_in');
  return deletionOf(found.deletedAt);
}

/** Only a mark, for as long as somebody can change their mind. Everywhere else they are signed out. */
export async function askForDeletion(
  ctx: PersonCtx,
  http: HttpFacts,
  outside: IdentityOutside,
): Promise<Deletion> {
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  const before = await db.holdDeletion(ctx.tx, userId);
  if (!before) throw kitError('not_signed_in');
  if (before.deletedAt) return deletionOf(before.deletedAt);

  const alone = await outside.ownedAlone(ctx, userId);
  if (alone.length > 0) throw workspacesAreOwnedAlone(alone);
  await db.setDeletedAt(ctx.tx, userId, ctx.now, ctx.now);
  await deleteSessionsOf(ctx.tx, userId, tokenHashIn(http));
  await recordDeletion(ctx, null, ctx.now);
  await ctx.enqueue(tellOfDeletion, { userId });
  return deletionOf(ctx.now);
}

export async function withdrawDeletion(ctx: PersonCtx): Promise<Deletion> {
  const { userId } = ctx.actor;
  const before = await db.holdDeletion(ctx.tx, userId);
  if (!before) throw kitError('not_signed_in');
  const { deletedAt } = before;
  if (!deletedAt) return deletionOf(null);
  if (ctx.now.getTime() >= deletedAt.getTime() + graceMs) throw identityError('deletion_is_final');
  await db.setDeletedAt(ctx.tx, userId, null, ctx.now);
  await recordDeletion(ctx, deletedAt, null);
  return deletionOf(null);
}

/** The sweep: whoever was to be removed and is still here is sent for again. */
export async function sendForRemoval(ctx: OpenCtx): Promise<void> {
  for (const { id } of await db.peopleDeletedBefore(ctx.tx, removableBefore(ctx.now), removedAtOnceMax)) {
    await ctx.enqueue(removePerson, { userId: id });
  }
}

/**
 * Out of their workspaces first, each a transaction of its own; then the person, with everything that names them, and
 * in the same transaction the job that removes their files. Stopped anywhere, it begins again with what is left.
 */
export async function removeForGood(
  unit: Unit,
  { userId }: { userId: UserId },
  outside: IdentityOutside,
): Promise<void> {
  const isDue = await unit.work(async ({ tx, now }) => {
    const found = await db.findDeletion(tx, userId);
    return found?.deletedAt && found.deletedAt <= removableBefore(now);
  });
  if (!isDue) return;
  await outside.moveOut(unit, userId);
  await unit.work(async (ctx) => {
    const removed = await db.deletePerson(ctx.tx, userId, removableBefore(ctx.now));
    if (removed === 0) return;
    await ctx.enqueue(removePersonFiles, { userId });
    // In the installation's own trail: theirs is gone. Nothing of it says who it was.
    await ctx.record({
      category: 'identity',
      action: 'identity.person_removed',
      subject: { type: 'person', id: userId },
    });
  });
}

export const removeFilesOf = (unit: Unit, { userId }: { userId: UserId }, { storage }: IdentityOutside) =>
  removeFiles(storage, filesOf(userId), unit.signal);

/** Until when somebody who asked at a moment can stay. */
export const removedAtOf = (deletedAt: Date): Date => new Date(deletedAt.getTime() + graceMs);

const removableBefore = (now: Date) => new Date(now.getTime() - graceMs - marginMs);

const deletionOf = (deletedAt: Date | null): Deletion => ({
  deletedAt,
  removedAt: deletedAt && removedAtOf(deletedAt),
});

function recordDeletion(ctx: PersonCtx, from: Date | null, to: Date | null): Promise<void> {
  return ctx.record({
    category: 'identity',
    action: to ? 'identity.deletion_asked' : 'identity.deletion_withdrawn',
    subject: { type: 'person', id: ctx.actor.userId },
    changes: { deletedAt: { from, to } },
  });
}

/** With their names, so that somebody knows where to begin. */
function workspacesAreOwnedAlone(alone: Awaited<ReturnType<IdentityOutside['ownedAlone']>>): AppError {
  const { code, status, message } = identityError('workspaces_are_owned_alone');
  const fields = alone.map(({ id, name }) => ({
    path: `workspaces.${id}`,
    code: 'owned_alone',
    message: name,
  }));
  return new AppError({ code, status, message, fields });
}
