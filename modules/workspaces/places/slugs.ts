import { AppError } from '../../../kit/errors.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { slugOf, workspacesError } from '../contract.ts';
import { slugLengthMax } from './contract.ts';

const short = 4;
const long = 12;

/**
 * Addresses to try, one after the other: what was asked for and nothing else, or what the name makes and, where that
 * is taken, the same with the end of the id behind it. Whether one is taken is found out by taking it.
 */
export function slugsFor(input: { id: WorkspaceId; name: string; slug?: string | undefined }): string[] {
  if (input.slug !== undefined) return [input.slug];
  const base = slugOf(input.name);
  const behind = (length: number) => {
    const begin = (base ?? 'w').slice(0, slugLengthMax - length - 1).replace(/-+$/, '');
    return `${begin}-${input.id.slice(-length)}`;
  };
  return [...(base === undefined ? [] : [base]), behind(short), behind(long)];
}

export function refusedSlug(slug: string | undefined, cause?: unknown): AppError {
  const { code, status, message } = workspacesError('slug_is_taken');
  const fields = slug === undefined ? [] : [{ path: 'body.slug', code: 'taken', message }];
  return new AppError({ code, status, message, detail: { slug }, fields, cause });
}

export const violatesSlug = (error: unknown): boolean =>
  (error as { constraint?: unknown } | null)?.constraint === 'workspaces_by_slug';
