import { type Answer, json, type Request } from '../http.ts';
import { accountOperations, debugToken } from './accounts.ts';
import { type CallFacts, callOf, paramsOf, parsed } from './call.ts';
import { conversationOperations } from './conversations.ts';
import { answerOf, badParameter, GraphError, noObject, noPermission } from './errors.ts';
import type { Teller } from './events.ts';
import { insightOperations } from './insights.ts';
import { messageOperations } from './messages.ts';
import { type Node, nodeOf, type Operation } from './nodes.ts';
import { postOperations } from './posts.ts';
import { publishOperations } from './publish.ts';
import { type Account, type Meta, personBehind, type Token } from './state.ts';
import { checkProof, tokenOf, tokenText } from './tokens.ts';
import { countCall } from './usage.ts';
import { receiverOf, whatsappOperations } from './whatsapp.ts';
import { numberOperations } from './whatsapp-numbers.ts';

const operations: readonly Operation[] = [
  ...accountOperations,
  ...messageOperations,
  ...conversationOperations,
  ...postOperations,
  ...publishOperations,
  ...insightOperations,
  ...whatsappOperations,
  ...numberOperations,
];

/** What every call may bring, whatever it is about. */
const common = [
  'access_token',
  'appsecret_proof',
  'fields',
  'limit',
  'after',
  'before',
  'pretty',
  'debug',
  'format',
  'locale',
  'summary',
];

/** `/graph.facebook.com/v25.0/17841…/messages`: the host, and what is behind the version. */
export function placeOf({ url }: Request): { host: string; version: string; path: string[] } {
  const [host = '', ...rest] = url.pathname
    .split('/')
    .filter((one) => one !== '')
    .map(decodeURIComponent);
  const isVersioned = /^v\d+\.\d+$/.test(rest[0] ?? '');
  return { host, version: isVersioned ? rest[0]! : 'v25.0', path: isVersioned ? rest.slice(1) : rest };
}

/** One request to the Graph, answered or refused in its words. */
export async function answerGraph(
  teller: Teller,
  request: Request,
  failure: string | undefined,
): Promise<Answer> {
  const { version } = placeOf(request);
  try {
    const { value, headers } = await perform(teller, request, failure);
    const answer = json(value);
    return { ...answer, headers: { ...answer.headers, 'facebook-api-version': version, ...headers } };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const answer = answerOf(error);
    return { ...answer, headers: { ...answer.headers, 'facebook-api-version': version } };
  }
}

async function perform(teller: Teller, request: Request, failure: string | undefined) {
  const { meta } = teller;
  const { host, path } = placeOf(request);
  const params = await paramsOf(request);
  const token = tokenOf(meta, tokenText(request, params));
  checkHost(host, token);
  checkProof(token, params.appsecret_proof);
  const [id = 'me', edge = ''] = path;
  const facts: CallFacts = { meta, request, host, method: request.method, path, params, token, failure };
  const call = callOf(facts);
  if (id === 'debug_token')
    return { value: debugToken(call), headers: countCall(meta, token.appId, undefined) };
  const node = nodeOf(meta, token, id);
  const headers = countCall(meta, token.appId, node && accountIn(node));
  try {
    if (!node || path.length > 2) throw noObject(request.method, id);
    const operation = operationFor(request.method, edge, node, id);
    checkScopes(operation, token);
    checkParams(operation, params);
    return { value: await operation.run(call, node, teller), headers };
  } catch (error) {
    if (error instanceof GraphError)
      throw new GraphError(error.code, error.message, {
        ...error.facts,
        headers: { ...headers, ...error.facts.headers },
      });
    throw error;
  }
}

/** The two logins are two worlds: a token of the one is a strange text to the other. */
function checkHost(host: string, { kind }: Token): void {
  const isInstagram = host === 'graph.instagram.com';
  if (kind === 'app' || (kind === 'instagram') === isInstagram) return;
  throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token');
}

function operationFor(method: string, edge: string, node: Node, id: string): Operation {
  const there = operations.filter((one) => one.edge === edge && one.on.includes(node.kind));
  const found = there.find((one) => one.method === method);
  if (found) return found;
  if (there.length > 0 || edge === '') throw noObject(method, id);
  throw method === 'GET'
    ? badParameter(`Tried accessing nonexisting field (${edge}) on node type (${node.kind})`)
    : new GraphError(2500, `Unknown path components: /${edge}`);
}

function checkScopes({ scopes }: Operation, token: Token): void {
  if (scopes && token.kind !== 'app' && !scopes.some((scope) => token.scopes.includes(scope)))
    throw noPermission(scopes);
  if (scopes && token.kind === 'app')
    throw new GraphError(200, '(#200) A user access token is required to request this resource.');
}

function checkParams({ takes }: Operation, params: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(params).find((name) => !common.includes(name) && !takes.includes(name));
  if (unknown !== undefined) throw badParameter(`Unexpected key "${unknown}"`);
}

const accountIn = (node: Node): Account | undefined => ('account' in node ? node.account : undefined);

/** What is asked of an account itself when it is being connected, so that a faulty one can be. */
const whenConnecting = ['', 'subscribed_apps', 'accounts', 'permissions', 'phone_numbers'];

/** Whom a request is about, by the names that failures are played by. */
export async function subjectOf(meta: Meta, request: Request): Promise<string> {
  const { path } = placeOf(request);
  const params = await paramsOf(request).catch(() => ({}) as Record<string, unknown>);
  const token = meta.all().tokens[tokenText(request, params)];
  if (!token) return '';
  const node = nodeOf(meta, token, path[0] ?? 'me');
  const account = node && accountIn(node);
  const isOfAccount = node !== undefined && account?.id === node.id;
  const name = isOfAccount && whenConnecting.includes(path[1] ?? '') ? '' : (account?.key ?? '');
  return `${name} ${personIn(meta, params, node, account) ?? ''}`;
}

function personIn(
  meta: Meta,
  params: Record<string, unknown>,
  node: Node | undefined,
  account: Account | undefined,
): string | undefined {
  if (node?.kind === 'comment') return node.comment.person ?? undefined;
  if (node?.kind === 'thread' || node?.kind === 'message') return node.thread.person;
  if (node?.kind === 'person') return node.person.key;
  if (typeof params.to === 'string') return receiverOf(meta, params.to);
  const recipient = (typeof params.recipient === 'string' ? parsed(params.recipient) : params.recipient) as
    | { id?: unknown; comment_id?: unknown }
    | undefined;
  if (recipient?.comment_id !== undefined)
    return meta.all().comments[String(recipient.comment_id)]?.person ?? undefined;
  if (!account || typeof recipient?.id !== 'string') return undefined;
  const platforms =
    account.platform === 'messenger' ? (['messenger', 'instagram'] as const) : [account.platform];
  return platforms.map((platform) => personBehind(meta, platform, recipient.id as string)?.key).find(Boolean);
}
