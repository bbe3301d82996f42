import { type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { WorkspaceId } from '../../../../kit/ids.ts';
import { ApiError, callWith, q, queryClient } from '../../../../web/kit/api.ts';
import { paths } from '../../../../web/paths.ts';
import { readSession, readWorkspace } from '../../../../web/session.ts';
import { type Attempt, attempt, DoorProblem } from '../../../../web/shared.ts';
import { getWay, postWayAnswer, WayId } from '../../connecting/contract.ts';
import { Login } from '../../platforms/contract.ts';
import { ClaimPage } from './ClaimPage.tsx';
import { type Installing, readClaim, readInstall } from './installing.ts';
import { type WayAt, WayPage } from './WayPage.tsx';
import { type WayOfState, wayOfState } from './way-of-state.ts';

type Came = { readonly way: WayAt } | { readonly shop: Installing };
interface Loaded {
  readonly came: Attempt<Came>;
  /** Where one goes on from if it leads nowhere. */
  readonly workspaceId: WorkspaceId | undefined;
}

const notOurs = new ApiError({
  status: 404,
  code: 'connections.way_unknown',
  message: 'This address belongs to no way of connecting an account. Begin again from the accounts.',
});

/** Somebody comes back from a platform. Its answer is good once, so it is handed over before anything is drawn. */
export async function loader({ params, request }: LoaderFunctionArgs): Promise<Loaded | Response> {
  const url = new URL(request.url);
  const login = Login.safeParse(params.login).data;
  const at = placeOf(url);
  if (at) {
    await readSession(request);
    return { came: await attempt(readWay(at)), workspaceId: at.workspaceId };
  }
  const begun = wayOfState(url.searchParams.get('state'));
  if (login && begun) {
    await readSession(request);
    const answered = await attempt(handOver(begun, login, url));
    return answered.error ? { came: answered, workspaceId: begun.workspaceId } : redirect(answered.reply);
  }
  if (login === 'shopify') return readShop(url);
  return { came: { error: notOurs }, workspaceId: undefined };
}

export default function ConnectPage() {
  const { came, workspaceId } = useLoaderData<Loaded>();
  if (came.error) {
    const next = workspaceId
      ? { to: paths.connections({ workspaceId }), label: 'To the accounts' }
      : { to: paths.home(), label: 'Go on to Stoa' };
    return <DoorProblem title="Not connected" error={came.error} next={next} />;
  }
  if ('shop' in came.reply) return <ClaimPage shop={came.reply.shop} />;
  return <WayPage at={came.reply.way} />;
}

/** Once it is handed over the address says only which way it is: what the platform sent is good for nobody else. */
async function handOver({ workspaceId, wayId }: WayOfState, login: Login, url: URL): Promise<string> {
  const body = { login, query: url.search.slice(1) };
  // The page may be loaded again before the answer is there: the same key is the same deed.
  const way = await callWith(postWayAnswer, { params: { workspaceId }, body, idempotencyKey: wayId });
  queryClient.setQueryData(q(getWay, { params: { workspaceId, wayId: way.id } }).queryKey, way);
  return `${paths.connectCallback({ login })}?${new URLSearchParams({ in: workspaceId, way: way.id })}`;
}

async function readWay(at: Omit<WayAt, 'workspaceName'>): Promise<Came> {
  const [workspace] = await Promise.all([
    readWorkspace(at.workspaceId),
    queryClient.ensureQueryData(q(getWay, { params: at })),
  ]);
  return { way: { ...at, workspaceName: workspace?.name ?? 'this workspace' } };
}

function placeOf({ searchParams }: URL) {
  const workspaceId = WorkspaceId.safeParse(searchParams.get('in')).data;
  const wayId = WayId.safeParse(searchParams.get('way')).data;
  return workspaceId && wayId && { workspaceId, wayId };
}

/** From a shop's own pages; whether anybody is signed in here is not known. */
async function readShop(url: URL): Promise<Loaded | Response> {
  const waiting = url.searchParams.get('waiting');
  if (waiting === null) {
    const came = await attempt(readInstall(url));
    if (came.error) return { came, workspaceId: undefined };
    if (came.reply.step === 'waiting') {
      const query = new URLSearchParams({ waiting: came.reply.shop });
      return redirect(`${paths.connectCallback({ login: 'shopify' })}?${query}`);
    }
    return { came: { reply: { shop: came.reply } }, workspaceId: undefined };
  }
  const came = await attempt(readClaim(waiting));
  return { came: came.error ? came : { reply: { shop: came.reply } }, workspaceId: undefined };
}
