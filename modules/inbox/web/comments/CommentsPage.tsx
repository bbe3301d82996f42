import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { cx } from '../../../../web/kit/cx.ts';
import { useTitle } from '../../../../web/kit/Page.tsx';
import { soon, useFetchedEarly } from '../../../../web/kit/soon.ts';
import { useZone } from '../../../../web/kit/time.tsx';
import { beginTypeAhead } from '../../../../web/kit/type-ahead.ts';
import { useFilters } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type Comment, CommentId, listComments } from '../../comments/contract.ts';
import type { Cursor } from '../inbox.ts';
import { isTooShort } from '../search/too-short.ts';
import { useColleagues } from '../useColleagues.ts';
import { filterNames, queryOf } from './asking.ts';
import { addressOf, type Chosen, type Comments, CommentsContext } from './comments.ts';
import { ListPane } from './list/ListPane.tsx';
import { NothingOpen } from './list/NothingOpen.tsx';
import { ThreadPane } from './thread/ThreadPane.tsx';
import { useDeedKeys } from './useDeedKeys.ts';

const GiveChooser = soon(() => import('./GiveChooser.tsx'));
const TagChooser = soon(() => import('./TagChooser.tsx'));
const choosers = [GiveChooser, TagChooser];

/** What people write under posts, and the thread of one of them: beside each other, or on a phone in turn. */
export default function CommentsPage() {
  const [asked, ask] = useState<{ what: Chosen; comment: Comment }>();
  const comments = useCommentsState((what, comment) => {
    beginTypeAhead();
    ask({ what, comment });
  });
  const { openId } = comments;
  const title = openId ? 'Comment' : 'Comments';
  useTitle(title);
  useDeedKeys(comments);
  useFetchedEarly(choosers);
  const close = () => ask(undefined);
  return (
    <CommentsContext value={comments}>
      <main id="main" data-fills aria-labelledby="title" className="relative flex min-h-0 min-w-0 flex-1">
        <h1 id="title" tabIndex={-1} className="sr-only">
          {title}
        </h1>
        <ListPane className={cx(openId && 'max-sm:hidden')} />
        {openId ? <ThreadPane key={openId} id={openId} /> : <NothingOpen />}
      </main>
      {asked?.what === 'colleague' && <GiveChooser comment={asked.comment} onClose={close} />}
      {asked?.what === 'tags' && <TagChooser comment={asked.comment} onClose={close} />}
    </CommentsContext>
  );
}

function useCommentsState(choose: Comments['choose']): Comments {
  const { workspace } = useHere();
  const zone = useZone();
  const navigate = useNavigate();
  const openId = CommentId.safeParse(useParams().commentId).data;
  const { filters, change, clear } = useFilters(filterNames);
  // The address follows once somebody pauses, and what is looked for is what it says.
  const words = (useSearchParams()[0].get('words') ?? '').trim();
  const query = queryOf({ ...filters, words: isTooShort(words) ? '' : words });
  const pages = usePages(listComments, { params: { workspaceId: workspace.id }, query });
  const [cursor, moveCursor] = useState<Cursor>({ id: undefined, index: 0 });
  const { me } = useColleagues();
  const at = { workspaceId: workspace.id, zone, me: me?.id, myName: me?.name };
  const goTo = (id: string | undefined) =>
    void navigate(addressOf({ at, filters }, id), { preventScrollReset: true });
  return {
    ...{ at, filters, change, clear, query, pages, openId, goTo, cursor, moveCursor, choose },
    goToNext: () => {
      const ids = pages.items.map(({ id }) => id as string);
      const index = ids.indexOf(openId ?? cursor.id ?? '');
      const id = ids[index + 1] ?? ids[index - 1];
      moveCursor({ id, index: Math.max(index, 0) });
      if (openId) goTo(id);
    },
  };
}
