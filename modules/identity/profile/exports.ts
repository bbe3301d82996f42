import type { OpenCtx, PersonCtx, Unit } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { UserId } from '../../../kit/ids.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { requireProof } from '../sign-in/proof.ts';
import { writeArchive } from './archive.ts';
import { type Export, type ExportId, exportKeptDays, exportsMax } from './contract.ts';
import { holdDeletion } from './deletion.sql.ts';
import * as db from './exports.sql.ts';
import { exportsOf } from './files.ts';
import { makeExport, removeExport, tellOfExport } from './jobs.ts';

/*
 * An export is two entries in somebody's trail, asked for and made, and a file in storage between them: what became
 * of it can be read there, and nothing else needs to be kept.
 */

const dayMs = 86_400_000;
const keptMs = exportKeptDays * dayMs;
/** Longer than all attempts of the job together. */
const givenUpAfterMs = 6 * 3_600_000;
const stepsReadMax = 500;

type Asked = { readonly userId: UserId; readonly exportId: ExportId };

export async function listExports(ctx: PersonCtx, outside: IdentityOutside): Promise<{ items: Export[] }> {
  const { userId } = ctx.actor;
  const found = await exportsKept(ctx, userId);
  return { items: found.map((one) => shown(one, userId, outside, ctx.now)) };
}

export async function askForExport(
  ctx: PersonCtx,
  { exportId }: { exportId: ExportId },
  http: HttpFacts,
  outside: IdentityOutside,
): Promise<Export> {
  await requireProof(ctx, http);
  const { userId } = ctx.actor;
  if (!(await holdDeletion(ctx.tx, userId))) throw kitError('not_signed_in');
  const kept = await exportsKept(ctx, userId);
  const same = kept.find(({ id }) => id === exportId);
  if (same) return shown(same, userId, outside, ctx.now);
  if (kept.some(({ status }) => status === 'being_made')) throw identityError('export_is_being_made');
  if (kept.length >= exportsMax) throw identityError('exports_are_many');

  await ctx.record(stepOf('identity.export_asked', { userId, exportId }));
  await ctx.enqueue(makeExport, { userId, exportId });
  const asked = stepAt(ctx.now, exportId);
  return shown(exportOf(asked, undefined, ctx.now), userId, outside, ctx.now);
}

/**
 * The file is there whole or not at all, and is named in the trail only after it is there. Stopped between the two it
 * is written once more over itself.
 */
export async function makeExportFile(unit: Unit, asked: Asked, outside: IdentityOutside): Promise<void> {
  const isWanted = ({ status }: Kept) => status !== 'ready';
  const before = await unit.work((ctx) => findExport(ctx, asked));
  if (!before || !isWanted(before)) return;
  const { bytes } = await writeArchive(unit, { userId: asked.userId, key: keyOf(asked) }, outside);
  const isKept = await unit.work(async (ctx) => {
    const person = await holdDeletion(ctx.tx, asked.userId);
    const now = person && (await findExport(ctx, asked));
    if (!now) return false;
    if (!isWanted(now)) return true;
    await ctx.record({
      ...stepOf('identity.export_made', asked),
      about: asked.userId,
      changes: { bytes: { to: bytes } },
    });
    await ctx.enqueue(tellOfExport, asked);
    await ctx.enqueue(removeExport, asked, { startAfter: new Date(ctx.now.getTime() + keptMs) });
    return true;
  });
  // They were removed for good meanwhile.
  if (!isKept) await outside.storage.delete(keyOf(asked));
}

export const removeExportFile = (_unit: Unit, asked: Asked, { storage }: IdentityOutside) =>
  storage.delete(keyOf(asked));

export async function findExport(ctx: Pick<OpenCtx, 'tx' | 'now'>, { userId, exportId }: Asked) {
  return (await exportsKept(ctx, userId)).find(({ id }) => id === exportId);
}

type Kept = Omit<Export, 'url'>;

/** Newest first. */
async function exportsKept({ tx, now }: Pick<OpenCtx, 'tx' | 'now'>, userId: UserId): Promise<Kept[]> {
  const since = new Date(now.getTime() - keptMs - givenUpAfterMs);
  const steps = await db.exportStepsOf(tx, userId, since, stepsReadMax);
  const madeById = new Map(
    steps.filter(({ action }) => action === 'identity.export_made').map((step) => [step.exportId, step]),
  );
  return steps
    .filter(({ action }) => action === 'identity.export_asked')
    .map((asked) => exportOf(asked, madeById.get(asked.exportId), now))
    .filter(({ expiresAt }) => expiresAt > now)
    .reverse();
}

function exportOf(asked: db.ExportStep, made: db.ExportStep | undefined, now: Date): Kept {
  const isGivenUp = now.getTime() - asked.at.getTime() > givenUpAfterMs;
  return {
    id: asked.exportId,
    status: made ? 'ready' : isGivenUp ? 'failed' : 'being_made',
    askedAt: asked.at,
    madeAt: made?.at ?? null,
    expiresAt: new Date((made ?? asked).at.getTime() + keptMs),
    bytes: made?.bytes ?? null,
  };
}

const shown = (one: Kept, userId: UserId, outside: IdentityOutside, now: Date): Export => ({
  ...one,
  url: one.status === 'ready' ? outside.fileUrl(keyOf({ userId, exportId: one.id }), now) : null,
});

const stepAt = (at: Date, exportId: ExportId): db.ExportStep => ({
  exportId,
  action: 'identity.export_asked',
  at,
  bytes: null,
});

const stepOf = (action: db.ExportStep['action'], { exportId }: Asked) =>
  ({ category: 'identity', action, subject: { type: 'export', id: exportId } }) as const;

const keyOf = ({ userId, exportId }: Asked) => `${exportsOf(userId)}${exportId}.tar.gz`;
