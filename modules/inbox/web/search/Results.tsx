import SearchX from 'lucide-react/icons/search-x';
import type { ReactNode } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Quiet } from '../../../../web/kit/Quiet.tsx';
import { Failed } from '../../../../web/kit/states.tsx';
import { searchContacts, searchMessages } from '../../search/contract.ts';
import { useInbox } from '../inbox.ts';
import { SkeletonRow } from '../list/ConversationRow.tsx';
import { ContactFound, ConversationFound } from './FoundRows.tsx';
import { type Found, useFound } from './useFound.ts';

const peopleAtFirst = 4;
const skeletons = [...Array(5).keys()];

/** A letter alone begins too many words. In writing without an alphabet it is a word. */
const isTooShort = (words: string): boolean => [...words].length < 2 && !/\p{Script=Han}/u.test(words);

export function Results({ words, isWithin }: { words: string; isWithin: boolean }) {
  if (words === '') {
    return (
      <p className="px-4 py-5 text-sm text-soft">
        Words of messages and notes, or a name, an address, a number. What stands in “quotes” is looked for as
        it is.
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
  const failed = [people, messages].find(({ state }) => state === 'failed');
  if (failed) {
    return (
      <div className="overflow-y-auto px-4">
        <Failed
          title="Nothing could be looked for"
          error={failed.error}
          again={() => again(people, messages)}
        />
      </div>
    );
  }
  if (people.state === 'loading' || messages.state === 'loading') return <Looking />;
  const isOld = people.isOld || messages.isOld;
  const hasNone = isEmpty(people) && isEmpty(messages);
  return (
    <div
      aria-busy={isOld}
      className={cx('min-h-0 flex-1 overflow-y-auto overscroll-contain', isOld && 'opacity-60')}
    >
      <p role="status" className="sr-only">
        {isOld ? '' : hasNone ? 'Nothing was found' : 'Found'}
      </p>
      <Corrected of={messages.corrected.length > 0 ? messages.corrected : people.corrected} />
      {hasNone && !isOld && <NothingFound isWithin={isWithin} />}
      {!isEmpty(people) && (
        <Group title="People" found={people} more="More people">
          {people.items.map((person) => (
            <ContactFound key={person.contactId} found={person} />
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
    </div>
  );
}

const isEmpty = ({ items, hasMore }: Found<unknown>) => items.length === 0 && !hasMore;
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

function Corrected({ of }: { of: Found<unknown>['corrected'] }) {
  if (of.length === 0) return null;
  return (
    <p className="px-4 pt-3 text-sm text-soft">
      {of.map(({ from, to }) => (
        <span key={from} className="block">
          Nobody wrote “{from}”. This is what has {to.map((word) => `“${word}”`).join(' or ')}.
        </span>
      ))}
    </p>
  );
}

const NothingFound = ({ isWithin }: { isWithin: boolean }) => (
  <Quiet picture={<SearchX size={28} strokeWidth={1.25} aria-hidden />} title="Nothing was found">
    {isWithin
      ? 'Nothing in this list has these words. Look everywhere, or try fewer.'
      : 'No message and nobody has all of these words. Try fewer, or the beginning of one.'}
  </Quiet>
);
