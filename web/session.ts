import { type LoaderFunctionArgs, redirect } from 'react-router';
import { cameByLink } from '../modules/billing/web/affiliates/cookie.ts';
import { getMe, type Me } from '../modules/identity/contract.ts';
import { getWorkspace, listWorkspaces, type Workspace } from '../modules/workspaces/contract.ts';
import { ApiError, pagesOf, q, queryClient } from './kit/api.ts';
import { modules } from './modules.ts';
import { filled, paths } from './paths.ts';

const storageKey = 'stoa.workspace';

/** Who is signed in. Without a session: to the sign-in page, and back here afterwards. */
export async function readSession(request: Request): Promise<Me> {
  const me = await queryClient.ensureQueryData(q(getMe)).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) throw redirect(signInFrom(new URL(request.url)));
    throw error;
  });
  // Whose link brought them is shown once they are somebody. Nobody waits for it.
  if (cameByLink())
    void import('../modules/billing/web/affiliates/remembered.ts')
      .then(({ showReferral }) => showReferral())
      .catch(() => {});
  return me;
}

export const signInFrom = (url: Pick<URL, 'pathname' | 'search'>): string => {
  const from = url.pathname + url.search;
  return from === '/' ? paths.signIn() : `${paths.signIn()}?${new URLSearchParams({ from })}`;
};

/** Home is the workspace one was in last, the only one there is, or the choice between several. */
export async function goHome({ request }: LoaderFunctionArgs) {
  const [me, last] = await Promise.all([readSession(request), readLastWorkspace()]);
  if (last) return redirect(paths.workspace({ workspaceId: last }));
  const { pages } = await queryClient.ensureInfiniteQueryData(pagesOf(listWorkspaces));
  const { items, next } = pages[0]!;
  // Whoever was given a place is at work already; the first steps are for who begins alone.
  if (!me.onboardedAt && items.every(({ kind }) => kind === 'personal')) return redirect(paths.welcome());
  const only = items.length === 1 && !next ? items[0] : undefined;
  return redirect(only ? paths.workspace({ workspaceId: only.id }) : paths.workspaces());
}

/** A workspace opens on the first screen of its first module. */
export function enterWorkspace({ params }: LoaderFunctionArgs) {
  const first = modules
    .flatMap((module) => module.screens)
    .find(({ audience, nav }) => audience === 'workspace' && nav);
  return redirect(
    first ? filled(first.path.pattern, { workspaceId: params.workspaceId! }) : paths.workspaces(),
  );
}

/** Undefined when it is not there, or not theirs: both are the same to who asks. */
export async function readWorkspace(id: string | null | undefined) {
  const params = getWorkspace.params.safeParse({ workspaceId: id });
  if (!params.success) return undefined;
  return queryClient.ensureQueryData(q(getWorkspace, { params: params.data })).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  });
}

async function readLastWorkspace(): Promise<string | undefined> {
  const id = lastWorkspaceId();
  if (id === null) return undefined;
  try {
    const workspace = await readWorkspace(id);
    // They have left it since, or somebody else is signed in.
    if (!workspace) forgetWorkspace();
    return workspace?.id;
  } catch {
    // Not known now. Whatever the reason is, the session's own reading says it.
    return undefined;
  }
}

export function rememberWorkspace(workspace: Pick<Workspace, 'id'>): void {
  try {
    localStorage.setItem(storageKey, workspace.id);
  } catch {
    // Storage may be forbidden; the choice is then asked for again.
  }
}

function forgetWorkspace(): void {
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // Nothing is kept where storage is forbidden.
  }
}

function lastWorkspaceId(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
