import type { Unit } from '../../../kit/ctx.ts';
import type { UserId } from '../../../kit/ids.ts';
import { type Written, written } from '../../../kit/mail/letter.ts';
import type { IdentityOutside } from '../outside.ts';
import { deliver } from '../sign-in/mails.ts';
import { deletionGraceDays, type ExportId } from './contract.ts';
import { findAddressee } from './deletion.sql.ts';
import { removedAtOf } from './deletion.ts';
import { findExport } from './exports.ts';

/** Where the screens are that these lead to. */
const yourData = '/you/data';

/** When it is over, and how to come back. Whoever stayed after all gets none. */
export async function mailOfDeletion(
  unit: Unit,
  { userId }: { userId: UserId },
  outside: IdentityOutside,
): Promise<void> {
  const person = await unit.work((ctx) => findAddressee(ctx.tx, userId));
  if (!person?.deletedAt) return;
  await deliver(
    unit,
    outside,
    person.email,
    deletionLetter(person.name, removedAtOf(person.deletedAt), outside),
  );
}

export async function mailOfExport(
  unit: Unit,
  asked: { userId: UserId; exportId: ExportId },
  outside: IdentityOutside,
): Promise<void> {
  const [person, made] = await unit.work(async (ctx) => [
    await findAddressee(ctx.tx, asked.userId),
    await findExport(ctx, asked),
  ]);
  if (!person || made?.status !== 'ready') return;
  await deliver(unit, outside, person.email, exportLetter(person.name, made.expiresAt, outside));
}

function deletionLetter(name: string, removedAt: Date, { brand, publicUrl }: IdentityOutside): Written {
  return written(
    {
      subject: 'Your account will be deleted',
      preheader: `Until ${dayOf(removedAt)} you can change your mind.`,
      title: 'Your account will be deleted',
      parts: [
        {
          kind: 'text',
          text:
            `${name}, you asked ${brand.name} to delete your account. You have been signed out everywhere else. ` +
            `For ${deletionGraceDays} days nothing is lost: sign in and choose to keep it. After that everything of ` +
            'yours is removed for good.',
        },
        { kind: 'facts', facts: [['Removed on', dayOf(removedAt)]] },
        { kind: 'action', label: 'Keep my account', href: `${publicUrl}${yourData}` },
      ],
      footnote: 'If it was not you who asked, sign in, keep your account, and change your password.',
    },
    brand,
  );
}

function exportLetter(name: string, expiresAt: Date, { brand, publicUrl }: IdentityOutside): Written {
  return written(
    {
      subject: 'Your data is ready',
      preheader: `You can download it until ${dayOf(expiresAt)}.`,
      title: 'Your data is ready',
      parts: [
        {
          kind: 'text',
          text: `${name}, everything ${brand.name} keeps about you is in one file. Sign in to download it.`,
        },
        { kind: 'facts', facts: [['Kept until', dayOf(expiresAt)]] },
        { kind: 'action', label: 'Download it', href: `${publicUrl}${yourData}` },
      ],
      footnote: 'If it was not you who asked for it, sign in and change your password.',
    },
    brand,
  );
}

const dayOf = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
