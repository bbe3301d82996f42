import type { Person } from '../people.ts';
import type { Call } from './call.ts';
import type { Teller } from './events.ts';
import {
  type Account,
  type App,
  appScopedId,
  apps,
  business,
  type Comment,
  type Container,
  type Message,
  type Meta,
  owner,
  type Platform,
  type Post,
  personBehind,
  type Template,
  type Thread,
  type Token,
  type Upload,
  type Waba,
} from './state.ts';

/** Whatever has an id. `account` is whose it is, for whoever may touch it. */
export type Node = { readonly id: string } & (
  | { readonly kind: Platform; readonly account: Account }
  | { readonly kind: 'post'; readonly account: Account; readonly post: Post }
  | { readonly kind: 'comment'; readonly account: Account; readonly post: Post; readonly comment: Comment }
  | { readonly kind: 'container'; readonly account: Account; readonly container: Container }
  | { readonly kind: 'thread'; readonly account: Account; readonly thread: Thread }
  | {
      readonly kind: 'message';
      readonly account: Account;
      readonly thread: Thread;
      readonly message: Message;
    }
  | { readonly kind: 'person'; readonly account: Account; readonly person: Person }
  | { readonly kind: 'upload'; readonly account: Account; readonly upload: Upload }
  | { readonly kind: 'waba'; readonly waba: Waba }
  | { readonly kind: 'template'; readonly waba: Waba; readonly template: Template }
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'user' }
  | { readonly kind: 'business' }
);
export type NodeKind = Node['kind'];
export type NodeOf<K extends NodeKind> = Node & { readonly kind: K };

/** One thing the Graph does: a verb on an edge of a kind of object. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `messages`; empty for the object itself. */
  readonly edge: string;
  readonly on: readonly NodeKind[];
  /** Parameters beyond those that everything takes. What else comes is refused. */
  readonly takes: readonly string[];
  /** One of these is needed. */
  readonly scopes?: readonly string[];
  readonly run: (call: Call, node: any, teller: Teller) => unknown;
}

/** What an id stands for, as far as this token may know of it. */
export function nodeOf(meta: Meta, token: Token, id: string): Node | undefined {
  const node = id === 'me' ? nodeOfToken(meta, token) : find(meta, token, id);
  return node && mayTouch(token, node) ? node : undefined;
}

function nodeOfToken(meta: Meta, { kind, accountId, appId }: Token): Node | undefined {
  if (kind === 'app') return { id: appId, kind: 'app', app: apps.find((one) => one.id === appId)! };
  const account = accountId === null ? undefined : meta.all().accounts[accountId];
  if (account) return { id: account.id, kind: account.platform, account };
  return { id: owner.id, kind: 'user' };
}

function find(meta: Meta, token: Token, id: string): Node | undefined {
  const { accounts, wabas, templates } = meta.all();
  const account =
    accounts[id] ?? meta.accounts('instagram').find((one) => appScopedId(one, token.appId) === id);
  if (account) return { id, kind: account.platform, account };
  const app = apps.find((one) => one.id === id);
  if (app) return { id, kind: 'app', app };
  if (id === owner.id) return { id, kind: 'user' };
  if (id === business.id) return { id, kind: 'business' };
  const waba = wabas[id];
  if (waba) return { id, kind: 'waba', waba };
  const template = templates[id];
  if (template) return { id, kind: 'template', template, waba: wabas[template.wabaId]! };
  return findPublished(meta, id) ?? findTalk(meta, token, id);
}

function findPublished(meta: Meta, id: string): Node | undefined {
  const { accounts, posts, comments, containers, uploads } = meta.all();
  const post = posts[id];
  if (post) return { id, kind: 'post', post, account: accounts[post.accountId]! };
  const comment = comments[id];
  const under = comment && posts[comment.postId];
  if (under) return { id, kind: 'comment', comment, post: under, account: accounts[under.accountId]! };
  const container = containers[id];
  if (container) return { id, kind: 'container', container, account: accounts[container.accountId]! };
  const upload = uploads[id];
  if (upload) return { id, kind: 'upload', upload, account: accounts[upload.phoneId]! };
  return undefined;
}

function findTalk(meta: Meta, token: Token, id: string): Node | undefined {
  const { accounts, threads } = meta.all();
  for (const thread of Object.values(threads)) {
    const account = accounts[thread.accountId]!;
    if (thread.id === id) return { id, kind: 'thread', thread, account };
    const message = thread.messages.find(({ mid }) => mid === id);
    if (message) return { id, kind: 'message', message, thread, account };
  }
  for (const account of token.assets.flatMap((asset) => accounts[asset] ?? [])) {
    const person = personBehind(meta, account.platform, id);
    if (person) return { id, kind: 'person', person, account };
  }
  return undefined;
}

function mayTouch(token: Token, node: Node): boolean {
  if (node.kind === 'app') return node.app.id === token.appId;
  if (node.kind === 'user' || node.kind === 'business') return ['user', 'system'].includes(token.kind);
  if (node.kind === 'waba' || node.kind === 'template') return token.assets.includes(node.waba.id);
  const { id, wabaId } = node.account;
  return token.assets.includes(id) || (wabaId !== undefined && token.assets.includes(wabaId));
}
