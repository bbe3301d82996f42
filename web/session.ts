import { type LoaderFunctionArgs, redirect } from 'react-router';
import { getMe } from '../modules/identity/contract.ts';
import { listWorkspaces, type Workspace } from '../modules/workspaces/contract.ts';
import { ApiError, pagesOf, q, queryClient } from './kit/api.ts';
import { modules } from './modules.ts';
import { filled, paths } from './paths.ts';

const storageKey = 'stoa.workspace';

/** Who is signed in, and where they work. Without a session: to the sign-in page, and back here afterwards. */
export async function readSession(request: Request) {
  const [me, places] = await Promise.all([
    queryClient.ensureQueryData(q(getMe)),
    queryClient.ensureInfiniteQueryData(pagesOf(listWorkspaces)),
  ]).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) throw redirect(signInFrom(new URL(request.url)));
    throw error;
  });
  return { me, workspaces: places.pages.flatMap((page) => page.items) };
}

export const signInFrom = (url: Pick<URL, 'pathname' | 'search'>): string => {
  const from = url.pathname + url.search;
  return from === '/' ? paths.signIn() : `${paths.signIn()}?${new URLSearchParams({ from })}`;
};

/** Home is the workspace one was in last, the only one there is, or the choice between several. */
export async function goHome({ request }: LoaderFunctionArgs) {
  const { workspaces } = await readSession(request);
  const last = workspaces.find(({ id }) => id === lastWorkspaceId());
  const only = workspaces.length === 1 ? workspaces[0] : undefined;
  const home = last ?? only;
  return redirect(home ? paths.workspace({ workspaceId: home.id }) : paths.workspaces());
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

export function rememberWorkspace(workspace: Pick<Workspace, 'id'>): void {
  try {
    localStorage.setItem(storageKey, workspace.id);
  } catch {
    // Storage may be forbidden; the choice is then asked for again.
  }
}

function lastWorkspaceId(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
