import SearchX from 'lucide-react/icons/search-x';
import type { ReactNode } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Quiet } from '../../../../web/kit/Quiet.tsx';
import { Failed } from '../../../../web/kit/states.tsx';
import {
  type FoundComment,
  type FoundContact,
  type FoundConversation,
  searchComments,
  searchContacts,
  searchMessages,
} from '../../search/contract.ts';
import { useInbox } from '../inbox.ts';
import { SkeletonRow } from '../list/ConversationRow.tsx';
import { CommentFound } from './CommentFound.tsx';
import { Corrected } from './Corrected.tsx';
import { ContactFound, ConversationFound } from './FoundRows.tsx';
import { isTooShort } from './too-short.ts';
import { type Found, useFound } from './useFound.ts';

const peopleAtFirst = 4;
const commentsAtFirst = 3;
const skeletons = [...Array(5).keys()];

export function Results({ words, isWithin }: { words: string; isWithin: boolean }) {
  if (words === '') {
    return (
      <p className="px-4 py-5 text-sm text-soft">
        Words of messages, notes and comments, or a name, an address, a number. What stands in “quotes” is
        looked for as it is.
      </p>
    );
  }
  if (isTooShort(words)) return <p className="px-4 py-5 text-sm text-soft">Write a letter more.</p>;
  return <Looked words={words} isWithin={isWithin} />;
}

function Looked({ words, isWithin }: { words: string; isWithin: boolean }) {
  const { at, query } = useInbox();
  const params = { workspaceId: at.workspaceId };
  const people = useFound(searchContacts, { params, query: { q: words, limit: peopleAtFirst } });
  const messages = useFound(searchMessages, { params, query: { ...(isWithin && query), q: words } });
  // No comment is in a list of conversations.
  const comments = useFound(
    searchComments,
    { params, query: { q: words, limit: commentsAtFirst } },
    !isWithin,
  );
  const all = [people, comments, messages];
  const failed = all.find(({ state }) => state === 'failed');
  if (failed) {
    return (
      <div className="overflow-y-auto px-4">
        <Failed title="Nothing could be looked for" error={failed.error} again={() => again(...all)} />
      </div>
    );
  }
  if (all.some(({ state }) => state === 'loading')) return <Looking />;
  const isOld = all.some((one) => one.isOld);
  const hasNone = all.every(isEmpty);
  return (
    <div
      aria-busy={isOld}
      className={cx('min-h-0 flex-1 overflow-y-auto overscroll-contain', isOld && 'opacity-60')}
    >
      <p role="status" className="sr-only">
        {isOld ? '' : hasNone ? 'Nothing was found' : 'Found'}
      </p>
      <Corrected of={onceEach([messages, comments, people])} />
      {hasNone && !isOld && <NothingFound isWithin={isWithin} />}
      <Groups {...{ people, comments, messages }} />
    </div>
  );
}

interface GroupsProps {
  people: Found<FoundContact>;
  comments: Found<FoundComment>;
  messages: Found<FoundConversation>;
}

/** The short ones first: of messages there are pages. */
const Groups = ({ people, comments, messages }: GroupsProps) => (
  <>
    {!isEmpty(people) && (
      <Group title="People" found={people} more="More people">
        {people.items.map((person) => (
          <ContactFound key={person.contactId} found={person} />
        ))}
      </Group>
    )}
    {!isEmpty(comments) && (
      <Group title="Comments" found={comments} more="More comments">
        {comments.items.map((comment) => (
          <CommentFound key={comment.id} found={comment} />
        ))}
      </Group>
    )}
    {!isEmpty(messages) && (
      <Group title="Messages" found={messages} more="More messages">
        {messages.items.map((found) => (
          <ConversationFound key={`${found.conversation.id} ${found.hits[0]?.messageId}`} found={found} />
        ))}
      </Group>
    )}
  </>
);

const isEmpty = ({ items, hasMore }: Found<unknown>) => items.length === 0 && !hasMore;
/** By the word as it was written; what stands for it first in the order of these. */
const onceEach = (all: readonly Found<unknown>[]): Found<unknown>['corrected'] => [
  ...new Map(
    all.flatMap(({ corrected }) => corrected.map((one) => [one.from, one] as const)).toReversed(),
  ).values(),
];
const again = (...all: readonly Found<unknown>[]) => {
  for (const one of all) if (one.state === 'failed') one.again();
};

interface GroupProps {
  title: string;
  found: Found<unknown>;
  more: string;
  children: ReactNode;
}

function Group({ title, found, more, children }: GroupProps) {
  return (
    <section aria-label={title}>
      <h2 className="label px-4 pt-4 pb-1">{title}</h2>
      <ul>{children}</ul>
      {found.hasMore && (
        <div className="flex flex-wrap items-center gap-2 px-3 py-2">
          <Button size="small" look="quiet" busy={found.loadingMore} onClick={found.more}>
            {found.isIncomplete ? 'Look further back' : more}
          </Button>
          {found.moreFailed && (
            <span role="alert" className="text-sm text-danger">
              They could not be loaded.
            </span>
          )}
        </div>
      )}
    </section>
  );
}

function Looking() {
  return (
    <div className="min-h-0 flex-1 overflow-hidden pt-2">
      <span role="status" className="sr-only">
        Looking
      </span>
      {skeletons.map((at) => (
        <SkeletonRow key={at} />
      ))}
    </div>
  );
}

const NothingFound = ({ isWithin }: { isWithin: boolean }) => (
  <Quiet picture={<SearchX size={28} strokeWidth={1.25} aria-hidden />} title="Nothing was found">
    {isWithin
      ? 'Nothing in this list has these words. Look everywhere, or try fewer.'
      : 'No message, no comment and nobody has all of these words. Try fewer, or the beginning of one.'}
  </Quiet>
);
