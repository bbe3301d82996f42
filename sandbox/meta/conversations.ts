import type { Call } from './call.ts';
import { badParameter, GraphError, missing, noCapability, noPermission } from './errors.ts';
import { names } from './failures.ts';
import type { NodeOf, Operation } from './nodes.ts';
import { Edge, listed, type Shape, selected } from './select.ts';
import {
  type Account,
  graphTime,
  handleOf,
  type Message,
  type Meta,
  personBehind,
  personIdOn,
  type Thread,
} from './state.ts';
import { countConversationRead } from './usage.ts';

/** Of one conversation; what is older is only named. */
const readableMax = 20;
const scopes = ['instagram_business_manage_messages', 'instagram_manage_messages', 'pages_messaging'];

export const conversationOperations: readonly Operation[] = [
  {
    method: 'GET',
    edge: 'conversations',
    on: ['instagram', 'messenger'],
    takes: ['platform', 'user_id', 'folder'],
    scopes,
    run: conversations,
  },
  {
    method: 'GET',
    edge: '',
    on: ['thread'],
    takes: [],
    scopes,
    run: (call: Call, { thread }: NodeOf<'thread'>) => selected(threadShape, thread, call),
  },
  {
    method: 'GET',
    edge: 'messages',
    on: ['thread'],
    takes: [],
    scopes,
    run: (call: Call, { thread, account }: NodeOf<'thread'>) =>
      listed(messageShape, saidIn(thread, account), call),
  },
  {
    method: 'GET',
    edge: '',
    on: ['message'],
    takes: [],
    scopes,
    run: (call: Call, { thread, account, message }: NodeOf<'message'>) => {
      const said = saidIn(thread, account).find(({ id }) => id === message.mid);
      if (!said || said.isOld) throw badParameter('The message was deleted, or is too old to be read');
      return selected(messageShape, said, call);
    },
  },
  { method: 'GET', edge: '', on: ['person'], takes: [], scopes, run: profile },
];

/** Newest first. A Page lists its own conversations, or those of the Instagram account linked to it. */
function conversations(call: Call, node: NodeOf<'instagram' | 'messenger'>): object {
  const { meta } = call;
  if (node.kind === 'instagram' && call.host === 'graph.facebook.com') throw noCapability();
  if (call.token.kind === 'user')
    throw new GraphError(190, 'A page access token is required to request this resource.', {
      subcode: 2069032,
    });
  const platform = call.text('platform')?.toLowerCase() ?? 'messenger';
  const account = node.kind === 'instagram' ? node.account : accountFor(call, node.account, platform);
  if (!account) throw missing('platform');
  countConversationRead(call, account);
  const user = call.text('user_id');
  const person = user === undefined ? undefined : personBehind(meta, account.platform, user);
  const threads = meta.threadsOf(account.id).filter(({ messages, person: key }) => {
    return messages.length > 0 && (user === undefined || key === person?.key);
  });
  return listed(threadShape, threads, call);
}

function accountFor({ meta }: Call, page: Account, platform: string): Account | undefined {
  if (platform === 'messenger') return page;
  return meta.accounts('instagram').find(({ pageId }) => pageId === page.id);
}

interface Said {
  readonly id: string;
  readonly thread: Thread;
  readonly account: Account;
  readonly message: Message;
  /** Named, and no more. */
  readonly isOld?: boolean;
}

/** Newest first; what was unsent is gone. */
const saidIn = (thread: Thread, account: Account): Said[] =>
  thread.messages
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map((message) => ({ id: message.mid, thread, account, message }))
    .reverse()
    .map((said, i) => (i < readableMax ? said : { ...said, isOld: true }));

const partiesOf = (meta: Meta, account: Account, thread: Thread) => {
  const person = meta.person(thread.person);
  const isWithheld = names(thread.person, 'withheld-fields');
  const id = personIdOn(account.platform, thread.person);
  const isInstagram = account.platform === 'instagram';
  const customer =
    person && !isWithheld ? (isInstagram ? { username: handleOf(person) } : { name: person.name }) : {};
  return {
    here: { id: account.id, ...(isInstagram ? { username: account.key } : { name: account.name }) },
    there: { id, ...customer },
  };
};

const threadShape: Shape<Thread> = {
  name: 'UnifiedThread',
  usual: ['id', 'updated_time'],
  fields: {
    id: ({ id }) => id,
    updated_time: ({ updatedAt }) => graphTime(updatedAt),
    message_count: ({ messages }) => messages.length,
    unread_count: ({ messages }) =>
      messages.filter(({ by, state }) => by === 'person' && state !== 'read').length,
    can_reply: ({ openedAt, blocked }, { meta }) =>
      !blocked && openedAt !== null && meta.now().getTime() - Date.parse(openedAt) < 86_400_000,
    snippet: ({ messages }) => messages.at(-1)?.text,
    link: ({ id }) => `/messages/${id}`,
    participants: (thread, { meta }) => {
      const { here, there } = partiesOf(meta, meta.all().accounts[thread.accountId]!, thread);
      return { data: [there, here] };
    },
    messages: (thread, { meta }) =>
      new Edge(saidIn(thread, meta.all().accounts[thread.accountId]!), messageShape),
  },
};

const messageShape: Shape<Said> = {
  name: 'Message',
  usual: ['id', 'created_time'],
  fields: {
    id: ({ id }) => id,
    created_time: ({ message }) => graphTime(message.at),
    message: ({ message, isOld }) => (isOld ? undefined : (message.text ?? '')),
    is_unsupported: ({ message }) => message.kind === 'unsupported' || undefined,
    from: ({ account, thread, message, isOld }, { meta }) => {
      if (isOld) return undefined;
      const { here, there } = partiesOf(meta, account, thread);
      return message.by === 'business' ? here : there;
    },
    to: ({ account, thread, message, isOld }, { meta }) => {
      if (isOld) return undefined;
      const { here, there } = partiesOf(meta, account, thread);
      return { data: [message.by === 'business' ? there : here] };
    },
    attachments: ({ message, isOld }) => {
      if (isOld || message.attachments.length === 0) return undefined;
      const data = message.attachments.map(({ type, url }, i) => ({
        id: `${message.mid}:${i}`,
        ...(type === 'image'
          ? { image_data: { url } }
          : type === 'video'
            ? { video_data: { url } }
            : { file_url: url }),
      }));
      return { data };
    },
    reply_to: ({ message }) => message.replyTo && { mid: message.replyTo, is_self_reply: false },
    story: ({ message }) => message.story && { reply_to: { id: message.story.id, link: message.story.url } },
    reactions: ({ message }) => {
      const data = Object.values(message.reactions).map((reaction) => ({ reaction, users: [] }));
      return data.length > 0 ? { data } : undefined;
    },
    shares: () => undefined,
    tags: () => undefined,
  },
};

interface Profile {
  readonly account: Account;
  readonly person: { readonly key: string; readonly name: string };
}

/** What may be known of a customer, once they wrote. */
function profile(call: Call, { account, person, id }: NodeOf<'person'>): object {
  const thread = call.meta.all().threads[`${account.id}:${person.key}`];
  const wanted =
    account.platform === 'messenger' ? ['pages_messaging'] : scopes.filter((one) => !one.startsWith('pages'));
  if (!wanted.some((scope) => call.token.scopes.includes(scope))) throw noPermission(wanted);
  if (!thread?.openedAt)
    throw new GraphError(230, '(#230) User consent is required to access user profile', { status: 403 });
  const answer = selected(profileShape(account), { account, person }, call);
  return names(person.key, 'withheld-fields') ? { id } : answer;
}

const profileShape = ({ platform }: Account): Shape<Profile> => {
  const picture = ({ person }: Profile) => `https://cdn.sandbox/person/${person.key}.jpg`;
  const common: Shape<Profile>['fields'] = {
    id: ({ person }) => personIdOn(platform, person.key),
    name: ({ person }) => person.name,
    profile_pic: picture,
  };
  if (platform === 'messenger') {
    const [first, last] = [0, 1];
    return {
      name: 'User',
      usual: ['first_name', 'last_name', 'profile_pic', 'id'],
      fields: {
        ...common,
        first_name: ({ person }) => person.name.split(' ')[first],
        last_name: ({ person }) => person.name.split(' ')[last],
        locale: () => 'en_US',
      },
    };
  }
  return {
    name: 'IGBusinessScopedID',
    usual: ['name', 'username', 'profile_pic', 'id'],
    fields: {
      ...common,
      username: ({ person }) => person.key.replace(/-/g, '.'),
      follower_count: ({ person }) => person.name.length * 17,
      is_verified_user: () => false,
      is_user_follow_business: () => true,
      is_business_follow_user: () => false,
    },
  };
};
